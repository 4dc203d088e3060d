/** Terms that order any values totally: those that compare equal are of different classes then, such as 1 and 1.0. */
export const totalTerms = (sql: string): string[] => [`${sql} COLLATE BINARY`, `typeof(${sql})`];
