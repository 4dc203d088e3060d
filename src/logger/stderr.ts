import type { Severity } from './record.js';
import { severityNumber } from './status.js';

export interface StderrRules {
  /** Names of the active plugins. */
  readonly plugins: readonly string[];
  readonly isLoggingDisabled: boolean;
  readonly verbose: boolean;
  /** `logger_stderr` */
  readonly copies: boolean;
  /** `logger_min_stderr` */
  readonly minSeverity: Severity;
}

/** Whether a recorded status line also goes to standard error once the plugins have taken over. */
export function wantsStderr(severity: Severity, rules: StderrRules): boolean {
  if (rules.isLoggingDisabled) return true;
  if (rules.plugins.includes('stdout')) return false;
  if (!rules.plugins.includes('filesystem')) return true;
  if (!rules.copies) return severity === 'fatal';
  return rules.verbose || severityNumber(severity) >= severityNumber(rules.minSeverity);
}
