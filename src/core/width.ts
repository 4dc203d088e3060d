import stringWidth from 'string-width';

/** Columns that a text takes on a terminal: wide characters two, combining marks and controls none. */
export function textWidth(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit > 0x7e) return stringWidth(text);
  }
  return text.length;
}
