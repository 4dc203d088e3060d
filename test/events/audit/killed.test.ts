import t from 'tap';
import { ruleBytes } from '../../../src/events/audit/kernel/rule.js';
import { holder, kernelState, kill, LiveSource, only, whyNot, withControl } from './live-kernel.js';

const skip = (await whyNot()) ?? false;
const before = skip ? undefined : kernelState();
const SETTINGS = only({ process: { fork: false, kill: false } });

if (!skip) t.teardown(() => new LiveSource(SETTINGS).close()); // also where a test failed between

const killedWhileOpen = async (): Promise<void> => kill(await holder(SETTINGS));

t.test(
  'what a killed run has left is taken back at the next open, and the kernel is as before both',
  { skip },
  async (t) => {
    await killedWhileOpen();
    const left = kernelState();
    t.equal(left.ours, 3, 'a rule for each architecture, and what was before');
    t.notSame(left.settings, before?.settings);

    const source = new LiveSource(SETTINGS);
    t.equal(kernelState().ours, 3, 'its rules are gone, and ours there');
    t.match(source.gathered.said, [/took back 2 rules with the key hostql/]);
    source.close();
    t.same(kernelState(), before);
  },
);

t.test('runs that are killed one after the other lose nothing of it', { skip }, async (t) => {
  await killedWhileOpen();
  await killedWhileOpen();
  t.equal(kernelState().ours, 3);
  new LiveSource(only({ process: SETTINGS.process, backlogLimit: 1000 })).close();
  t.same(kernelState(), before);
});

t.test('what somebody else sets meanwhile stays', { skip }, async (t) => {
  const backlogLimit = (before?.settings.backlogLimit ?? 0) + 1000;
  const source = new LiveSource(SETTINGS);
  withControl((control) => control.set({ backlogLimit }));
  source.close();
  t.equal(kernelState().settings.backlogLimit, backlogLimit);
  withControl((control) => control.set({ backlogLimit: before?.settings.backlogLimit ?? 0 }));
  t.same(kernelState(), before);
});

t.test('rules of others stay, unless audit_force_reconfigure takes them out', { skip }, async (t) => {
  const foreign = ruleBytes({ syscalls: [], action: 'never', fields: [], key: 'not-ours' });
  const has = () => kernelState().rules.includes(foreign.toString('hex'));
  withControl((control) => control.addRule(foreign));
  try {
    new LiveSource(SETTINGS).close();
    t.ok(has());
    const source = new LiveSource({ ...SETTINGS, forceReconfigure: true });
    t.notOk(has());
    t.match(source.gathered.said, [/took out 1 rules of others/]);
    source.close();
  } finally {
    withControl((control) => control.deleteRule(foreign));
  }
  t.same(kernelState(), before);
});
