import type { AuditSettings } from '../settings.js';
import type { AuditControl } from './control.js';
import { type Rule, ruleBytes, ruleKey } from './rule.js';
import { RULE_KEY } from './rules.js';
import type { AuditStatus, Settings } from './status.js';

/** Settings of the audit system that we change. */
const CHANGED = ['enabled', 'failure', 'rateLimit', 'backlogLimit', 'backlogWaitTime'] as const;
type Changed = (typeof CHANGED)[number];
/** What a setting was before, and what we made of it. */
type Changes = ReadonlyMap<Changed, { readonly was: number; readonly set: number }>;

const MEMORY_KEY = `${RULE_KEY} was `;

/**
 * Rules and settings of ours in the kernel, for as long as we have them.
 *
 * What was there before stands in the key of a rule that no call ever meets, which is there before anything is changed and
 * goes last. So it lives exactly as long as our changes do: a process that was killed has left it, the next one finds it
 * and gives back what was before both; a reboot drops both. No file could be as true.
 */
export class AuditConfiguration {
  #memory: Buffer | undefined;
  #changes: Changes = new Map();
  /** By their bytes in hexadecimal. */
  readonly #rules = new Map<string, Buffer>();
  readonly #found = new Map<string, Buffer>();

  constructor(private readonly control: AuditControl) {}

  /**
   * Takes back what a killed run has left, sets what the settings say and adds rules.
   * @returns rules of such a run, and rules of others that `audit_force_reconfigure` took out
   * @throws AuditRefusal
   */
  apply(settings: AuditSettings, rules: readonly Rule[]): { readonly leftOver: number; readonly foreign: number } {
    const listed = this.control.listRules();
    const ours = listed.filter(isOurs);
    const memories = ours.filter(isMemory);
    this.#remember(settings, this.control.status(), memories[0] ? readMemory(ruleKey(memories[0]) ?? '') : new Map());
    const memoryKey = writeMemory(this.#changes);
    for (const rule of ours) if (ruleKey(rule) !== memoryKey) this.control.deleteRule(rule);
    const foreign = settings.forceReconfigure ? listed.filter((rule) => !isOurs(rule)) : [];
    for (const rule of foreign) this.control.deleteRule(rule);
    this.#set();
    this.setRules(rules);
    return { leftOver: ours.length - memories.length, foreign: foreign.length };
  }

  /** Other settings from now on; what was before them all is kept. @throws AuditRefusal */
  retune(settings: AuditSettings): void {
    const memory = this.#memory;
    this.#remember(settings, this.control.status(), this.#changes);
    if (memory && !this.#memory?.equals(memory)) this.control.deleteRule(memory);
    this.#set();
  }

  /** Other rules from now on; those that stay are not touched. @throws AuditRefusal */
  setRules(rules: readonly Rule[]): void {
    const wanted = new Map(rules.map(ruleBytes).map((bytes) => [bytes.toString('hex'), bytes]));
    for (const [id, bytes] of wanted) {
      if (this.#rules.has(id) || this.#found.has(id)) continue;
      (this.control.addRule(bytes) ? this.#rules : this.#found).set(id, bytes);
    }
    for (const [id, bytes] of this.#rules) {
      if (wanted.has(id)) continue;
      this.control.deleteRule(bytes);
      this.#rules.delete(id);
    }
  }

  /**
   * Leaves all as it was before; what somebody else has set since stays.
   * @param force also takes out rules of ours that were there already
   */
  undo(force: boolean): void {
    for (const rule of this.#rules.values()) this.control.deleteRule(rule);
    if (force) for (const rule of this.#found.values()) this.control.deleteRule(rule);
    this.#rules.clear();
    this.#found.clear();
    if (!this.#memory) return;
    const now = this.control.status();
    const back = [...this.#changes].filter(([name, { set }]) => now[name] === set);
    if (back.length > 0) this.control.set(Object.fromEntries(back.map(([name, { was }]) => [name, was])) as Settings);
    this.control.deleteRule(this.#memory);
    this.#memory = undefined;
  }

  #set(): void {
    const settings = Object.fromEntries([...this.#changes].map(([name, { set }]) => [name, set]));
    this.control.set(settings as Settings); // names of settings
  }

  /** Notes what is to be changed in the kernel, before it is. */
  #remember(settings: AuditSettings, now: AuditStatus, before: Changes): void {
    const wanted: Record<Changed, number> = {
      enabled: 1,
      failure: 0,
      rateLimit: 0,
      backlogLimit: settings.backlogLimit,
      backlogWaitTime: settings.backlogWaitTime,
    };
    const changes = new Map<Changed, { was: number; set: number }>();
    for (const name of CHANGED) {
      const current = now[name];
      if (current === undefined) continue;
      const known = before.get(name);
      const was = known?.set === current ? known.was : current;
      if (was !== wanted[name] || current !== wanted[name]) changes.set(name, { was, set: wanted[name] });
    }
    this.#changes = changes;
    this.#memory = ruleBytes({ syscalls: [], action: 'never', fields: [], key: writeMemory(changes) });
    this.control.addRule(this.#memory);
  }
}

/** Whether a rule, as the kernel lists it, is one of ours. */
export const isOurs = (rule: Buffer): boolean => ruleKey(rule) === RULE_KEY || isMemory(rule);
const isMemory = (rule: Buffer): boolean => ruleKey(rule)?.startsWith(MEMORY_KEY) ?? false;

const writeMemory = (changes: Changes): string =>
  MEMORY_KEY + [...changes].map(([name, { was, set }]) => `${name}=${was}>${set}`).join(' ');

function readMemory(key: string): Changes {
  const changes = new Map<Changed, { was: number; set: number }>();
  for (const part of key.slice(MEMORY_KEY.length).split(' ')) {
    const [, name, was, set] = /^(\w+)=(\d{1,10})>(\d{1,10})$/.exec(part) ?? [];
    const known = CHANGED.find((changed) => changed === name);
    if (known) changes.set(known, { was: Number(was), set: Number(set) });
  }
  return changes;
}
