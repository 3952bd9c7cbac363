import * as fc from 'fast-check';
import { SqlFile } from '../../../electron/engine/store/driver';

/** Binds values of every kind for as many runs as its argument says; ends with code 0 unless libsql aborts it. */
const file = new SqlFile(':memory:', null);
file.run('create table kept (value blob)');

const kinds = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
    withObjectString: true,
    withBoxedValues: true,
    withUnicodeString: true,
  }),
  fc.boolean(),
  fc.double(),
  fc.maxSafeInteger(),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.string({ unit: 'binary' }),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.uint8Array().map((bytes) => new Uint8Array(bytes).subarray(1)),
  fc.uint8Array().map((bytes) => Uint8Array.from(bytes).buffer),
  fc.constantFrom(Symbol('s'), () => 1, new Date(Number.NaN), new SharedArrayBuffer(3), new Uint8Array(0)),
);

let bound = 0;
let refused = 0;
fc.assert(
  fc.property(fc.array(kinds, { maxLength: 3 }), kinds, (several, value) => {
    for (const parameters of [[value], several]) {
      for (const sql of ['insert into kept values (?)', 'select ? as value, typeof(?) as kind']) {
        try {
          file.run(sql, parameters);
          bound += 1;
        } catch (error) {
          if (!(error instanceof Error)) throw error;
          refused += 1;
        }
      }
    }
  }),
  { numRuns: Number(process.argv[2]) },
);
process.stdout.write(`bound ${bound} refused ${refused} end\n`);
