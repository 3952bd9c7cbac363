import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A self-signed server certificate and its key, PEM. The certificate is its own CA: hand `cert` to the client as `ca`. */
export type Certificate = { readonly cert: string; readonly key: string };

/**
 * Makes a certificate for a server on loopback, without openssl: nothing but Node is there on a fresh machine.
 * `days` may be negative for an expired one; `hosts` are the names it is valid for (127.0.0.1 always is, unless `hosts`
 * leaves out `localhost`, which makes a certificate for somebody else).
 */
export function makeCertificate(options: { hosts?: readonly string[]; days?: number } = {}): Certificate {
  const hosts = options.hosts ?? ['localhost'];
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const day = 86_400_000;
  const end = Date.now() + (options.days ?? 30) * day;
  const name = sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(hosts[0] ?? 'localhost')))));
  const signatureAlgorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const names = hosts.map((host) => der(0x82, Buffer.from(host, 'latin1')));
  if (hosts.includes('localhost')) names.push(der(0x87, Buffer.from([127, 0, 0, 1])));
  const extensions = der(
    0xa3,
    sequence(
      sequence(oid('2.5.29.19'), der(0x01, Buffer.from([0xff])), der(0x04, sequence(der(0x01, Buffer.from([0xff]))))),
      sequence(oid('2.5.29.17'), der(0x04, sequence(...names))),
    ),
  );
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([0x11]), randomBytes(15)])),
    signatureAlgorithm,
    name,
    sequence(utcTime(Math.min(Date.now(), end) - day), utcTime(end)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, signatureAlgorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

// DER (X.690), as little of it as a certificate needs.
function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const septets = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80);
    bytes.push(...septets);
  }
  return der(0x06, Buffer.from(bytes));
}

function utcTime(at: number): Buffer {
  const text = new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${text}Z`, 'latin1'));
}
