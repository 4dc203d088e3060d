import type { CpuidRegister } from '../../host/index.js';

/** A bit that CPUID tells. */
export interface CpuidFeature {
  readonly name: string;
  readonly leaf: number;
  readonly register: CpuidRegister;
  readonly bit: number;
  /** The word for it in the flags of /proc/cpuinfo. */
  readonly flag: string;
}

const EXTENDED = 0x8000_0001;

/** Leaf and register, then the names of bits, and after `=` what Linux calls them where that differs. */
const BITS: readonly (readonly [leaf: number, register: CpuidRegister, bits: string])[] = [
  [
    1,
    'edx',
    'pae:6 msr:5 sep:11 mtrr:12 pge:13 mca:14 pat:16 clfsh:19=clflush acpi:22 mmz:23=mmx sse:25 sse2:26 ss:27 htt:28=ht ia64:30',
  ],
  [
    1,
    'ecx',
    'sse3:0=pni vmx:5 smx:6 ssse3:9 sdbg:11 pdcm:15 pcid:17 dca:18 sse4.1:19=sse4_1 sse4.2:20=sse4_2 aes:25 avx:28 hypervisor:31',
  ],
  [
    7,
    'ebx',
    'sgx:2 hle:4 avx2:5 smep:7 bmi2:8 erms:9 invpcid:10 rtm:11 pqm:12=cqm mpx:14 pqe:15=rdt_a avx512f:16 avx512dq:17 rdseed:18 adx:19 smap:20 intel_pt:25 sha:29=sha_ni',
  ],
  [7, 'ecx', 'umip:2 pku:3 ospke:4 gfni:8 vaes:9 sgx_lc:30'],
  [7, 'edx', 'spec_ctrl:26'],
  [EXTENDED, 'ecx', 'lahfsahf:0=lahf_lm svm:2 3dnowprefetch:8 ibs:10 skinit:12 lwp:15'],
  [EXTENDED, 'edx', 'nx:20 page1gb:26=pdpe1gb lm:29'],
];

/** In the order that osquery shows them in. */
export const CPUID_FEATURES: readonly CpuidFeature[] = BITS.flatMap(([leaf, register, bits]) =>
  bits.split(' ').map((text) => {
    const [declared = '', flag] = text.split('=');
    const [name = '', bit] = declared.split(':');
    return { name, leaf, register, bit: Number(bit), flag: flag ?? name };
  }),
);
