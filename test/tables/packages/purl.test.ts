import t from 'tap';
import { type PackageIdentity, purl } from '../../../src/tables/packages/purl.js';

const cases: [identity: PackageIdentity, url: string | null][] = [
  [
    {
      type: 'deb',
      namespace: 'debian',
      name: 'curl',
      version: '7.50.3-1',
      qualifiers: { arch: 'i386', distro: 'jessie' },
    },
    'pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie',
  ],
  [
    { type: 'deb', namespace: 'Debian', name: 'bind9-libs', version: '1:9.18.24-1', qualifiers: { arch: 'amd64' } },
    'pkg:deb/debian/bind9-libs@1:9.18.24-1?arch=amd64',
  ],
  [
    { type: 'deb', namespace: 'debian', name: 'libstdc++6', version: '12~rc1+b1' },
    'pkg:deb/debian/libstdc%2B%2B6@12~rc1%2Bb1',
  ],
  [
    {
      type: 'rpm',
      namespace: 'Fedora',
      name: 'ImageMagick',
      version: '7.1-2.fc39',
      qualifiers: { epoch: 1, arch: 'x86_64', distro: 'fedora-39', upstream: null },
    },
    'pkg:rpm/fedora/ImageMagick@7.1-2.fc39?arch=x86_64&distro=fedora-39&epoch=1',
  ],
  [{ type: 'npm', name: '@angular/Animation', version: '12.3.1' }, 'pkg:npm/%40angular/animation@12.3.1'],
  [{ type: 'npm', name: 'foobar', version: '12.3.1' }, 'pkg:npm/foobar@12.3.1'],
  [{ type: 'npm', namespace: '@angular', name: 'core' }, 'pkg:npm/%40angular/core'],
  [{ type: 'PyPI', name: 'Django_package', version: '1.11.1.dev1' }, 'pkg:pypi/django-package@1.11.1.dev1'],
  [{ type: 'pypi', name: 'zope.interface', version: '6.0+local' }, 'pkg:pypi/zope.interface@6.0%2Blocal'],
  [
    { type: 'golang', name: 'github.com/Gorilla/mux', version: 'v1.8.0+incompatible' },
    'pkg:golang/github.com/gorilla/mux@v1.8.0%2Bincompatible',
  ],
  [
    {
      type: 'golang',
      name: 'google.golang.org/genproto',
      version: 'abc',
      subpath: '/googleapis/./api/../annotations/',
    },
    'pkg:golang/google.golang.org/genproto@abc#googleapis/api/annotations',
  ],
  [{ type: 'cargo', name: 'Inflector', version: '0.11.4' }, 'pkg:cargo/Inflector@0.11.4'],
  [
    {
      type: 'maven',
      namespace: 'org.apache.xmlgraphics',
      name: 'batik-anim',
      version: '1.9.1',
      qualifiers: { type: 'pom', repository_url: 'repo.spring.io/release', classifier: '' },
    },
    'pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?repository_url=repo.spring.io%2Frelease&type=pom',
  ],
  [
    { type: 'generic', name: 'openssl', version: '1.1.10g', qualifiers: { download_url: 'https://openssl.org/a b' } },
    'pkg:generic/openssl@1.1.10g?download_url=https:%2F%2Fopenssl.org%2Fa%20b',
  ],
  [
    { type: 'generic', namespace: '/vendor//product/', name: 'a/b?c#d@e&f=g%h', version: '' },
    'pkg:generic/vendor/product/a%2Fb%3Fc%23d%40e%26f%3Dg%25h',
  ],
  [{ type: 'generic', name: "!'()*,é€😀" }, 'pkg:generic/%21%27%28%29%2A%2C%C3%A9%E2%82%AC%F0%9F%98%80'],
  [{ type: 'generic', name: 'm\udcfcller', version: '\ud800' }, 'pkg:generic/m%FCller@%EF%BF%BD'],
  [{ type: 'deb', namespace: 'debian', name: '' }, null],
  [{ type: 'deb', namespace: 'debian', name: null, version: '1' }, null],
  [{ type: 'npm', name: '/' }, null],
];

t.test('package URLs', async (t) => {
  for (const [identity, url] of cases) t.equal(purl(identity), url, JSON.stringify(identity));
});
