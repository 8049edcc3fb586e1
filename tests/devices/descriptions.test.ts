import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  descriptionForHidDevice,
  descriptionForSbiDevice,
  descriptionForSerialPort,
} from '../../src/devices/descriptions/match.ts';
import { readDescriptions } from '../../src/devices/descriptions/read.ts';
import type { DescriptionReading } from '../../src/devices/descriptions/read.ts';
import { settingsOf } from '../../src/devices/descriptions/settings.ts';
import { matchesPattern } from '../../src/devices/text-pattern.ts';
import type { HidDeviceInfo } from '../../src/devices/transports/hid.ts';
import type { SerialPortInfo } from '../../src/devices/transports/serial.ts';
import { temporaryFolder } from './emulated-module.ts';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const SHIPPED = fromRoot('resources/devices');

type Json = Readonly<Record<string, unknown>>;

/** A whole description of a device with this product id. */
const moduleOn = (productId: string, more: Json = {}): Json => ({
  format: 'tram-device/1',
  name: `Module on ${productId}`,
  driver: 'zfm',
  transport: 'serial',
  match: [{ vendorId: '10c4', productId }],
  ...more,
});

const lines = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** A folder with these files. */
function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const names = ({ descriptions }: DescriptionReading): readonly string[] =>
  descriptions.map(({ name }) => name);

const sentences = ({ refused }: DescriptionReading): readonly string[] =>
  refused.map(({ file, sentence }) => `${basename(file)}: ${sentence}`);

/** What becomes of a text that lies between two good files. */
async function readBetweenGoodOnes(text: string | Uint8Array): Promise<DescriptionReading> {
  const shipped = folderOf({
    'a.json': lines(moduleOn('000a')),
    'm.json': text,
    'z.json': lines(moduleOn('000f')),
  });
  return readDescriptions({ shipped });
}

const serialPort = (
  vendorId: number,
  productId: number,
  serialNumber?: string,
): SerialPortInfo => ({
  path: '/dev/ttyUSB0',
  vendorId,
  productId,
  serialNumber,
  manufacturer: undefined,
});

const hidDevice = (fields: Partial<HidDeviceInfo>): HidDeviceInfo => ({
  path: '/dev/hidraw0',
  vendorId: 0x1234,
  productId: 0x5678,
  serialNumber: undefined,
  manufacturer: undefined,
  product: undefined,
  usagePage: undefined,
  usage: undefined,
  ...fields,
});

// ── What is shipped ────────────────────────────────────────────────────────────────────────────────────────────────

test('every shipped file is a description, and no two are for the same device', async () => {
  const reading = await readDescriptions({ shipped: SHIPPED });
  expect(reading.refused).toEqual([]);
  expect(reading.descriptions.map(({ file }) => basename(file))).toEqual(
    readdirSync(SHIPPED).toSorted(),
  );
});

test.each([
  ['Silicon Labs CP210x', 0x10c4, 0xea60],
  ['QinHeng CH340', 0x1a86, 0x7523],
  ['FTDI FT232', 0x0403, 0x6001],
  ['Prolific PL2303', 0x067b, 0x2303],
])('a fingerprint module is expected on a %s adapter', async (_name, vendorId, productId) => {
  const { descriptions } = await readDescriptions({ shipped: SHIPPED });
  const found = descriptionForSerialPort(descriptions, serialPort(vendorId, productId, '0001'));
  expect(found).toMatchObject({ driver: 'zfm', transport: 'serial' });
});

test.each([
  ['TRAM-VISCA-07', 'visca'],
  ['TRAM-VC0706', 'vc0706'],
  ['TRAM-R503-01', 'zfm'],
])('an adapter that was labelled %s has a device for %s behind it', async (label, driver) => {
  const { descriptions } = await readDescriptions({ shipped: SHIPPED });
  const found = descriptionForSerialPort(descriptions, serialPort(0x0403, 0x6001, label));
  expect(found?.driver).toBe(driver);
  expect(found?.name).toContain('labelled');
});

test('the emulated HID bridge, any HID POS scanner and the emulated slap scanner are known', async () => {
  const { descriptions } = await readDescriptions({ shipped: SHIPPED });
  const bridge = hidDevice({ vendorId: 0x1209, productId: 0x0001, usagePage: 0xffa0 });
  expect(descriptionForHidDevice(descriptions, bridge)?.driver).toBe('zfm');
  const scanner = hidDevice({ usagePage: 0x8c, usage: 2 });
  expect(descriptionForHidDevice(descriptions, scanner)?.driver).toBe('hid-pos');
  const slap = { make: 'Emulated', model: 'SBI slap', serialNo: 'EMUL-SLAP-001' };
  expect(descriptionForSbiDevice(descriptions, slap)?.abilities).toContain('single-rolled');
});

test('a device that nobody described is left alone', async () => {
  const { descriptions } = await readDescriptions({ shipped: SHIPPED });
  expect(descriptionForSerialPort(descriptions, serialPort(0x2341, 0x0043))).toBeUndefined();
  expect(descriptionForHidDevice(descriptions, hidDevice({ usagePage: 1 }))).toBeUndefined();
  const other = { make: 'Nobody', model: 'SBI slap', serialNo: '1' };
  expect(descriptionForSbiDevice(descriptions, other)).toBeUndefined();
});

// ── What is refused ────────────────────────────────────────────────────────────────────────────────────────────────

/** Ten lines: the driver stands in line 4, the match in 6 to 11. */
const good = lines(moduleOn('ea60'));

/** The good text with one thing changed. */
const changed = (found: string, written: string): string => {
  if (!good.includes(found)) throw new Error(`${found} does not stand in the text`);
  return good.replace(found, written);
};

/** A field more, in line 4. */
const adding = (field: string): string =>
  changed('"driver": "zfm"', `${field},\n  "driver": "zfm"`);

const addingAll = (fields: readonly string[]): string => adding(fields.join(',\n  '));

test.each<readonly [what: string, text: string, refusals: readonly string[]]>([
  ['nothing', '', ['line 1: there is nothing in it']],
  ['blank lines', ' \n\n', ['line 1: there is nothing in it']],
  ['no JSON', 'driver = zfm', ['line 1: is no JSON: text stands in quotation marks']],
  ['a forgotten comma', changed('"zfm",', '"zfm"'), ['line 5: a comma is missing before this']],
  [
    'a comma too many',
    changed('"ea60"\n', '"ea60",\n'),
    ['line 10: the name of a field is missing here, or the comma before is one too many'],
  ],
  ['an open brace', good.slice(0, -2), ['line 11: a closing brace } is missing']],
  [
    'an open text',
    changed('"zfm"', '"zfm'),
    ['line 4: a text is not closed with a quotation mark'],
  ],
  [
    'two descriptions',
    `${good}${good}`,
    ['line 12: something stands behind the end of the description'],
  ],
  ['a field twice', adding('"driver": "visca"'), ['line 5: "driver" stands there twice']],
  [
    'a field twice, and another mistake',
    adding('"driver": "zfm"').replace('"ea60"', '"ea6"'),
    [
      'line 5: "driver" stands there twice',
      'line 10: match[0].productId: "ea6" is not 4 hexadecimal digits, such as "10c4"',
    ],
  ],
  ['a list', '[]', ['line 1: [] is no group of fields in braces']],
  [
    'another format',
    changed('device/1', 'device/2'),
    ['line 2: format: "tram-device/2" is not "tram-device/1"'],
  ],
  ['no name', changed('  "name": "Module on ea60",\n', ''), ['line 1: name: is missing']],
  [
    'an empty name',
    changed('Module on ea60', ' '),
    ['line 3: name: must have at least 1 character'],
  ],
  [
    'a driver that there is not',
    changed('"zfm"', '"zfn"'),
    ['line 4: driver: "zfn" is none of "zfm", "hid-pos", "visca", "vc0706", "sbi"'],
  ],
  [
    'a driver that there is not, in another format and without a name',
    changed('"zfm"', '"zfn"').replace('device/1', 'device/2').replace('Module on ea60', ''),
    [
      'line 2: format: "tram-device/2" is not "tram-device/1"',
      'line 3: name: must have at least 1 character',
      'line 4: driver: "zfn" is none of "zfm", "hid-pos", "visca", "vc0706", "sbi"',
    ],
  ],
  ['no driver', changed('  "driver": "zfm",\n', ''), ['line 1: driver: is missing']],
  [
    'a transport that the driver does not speak',
    changed('"serial"', '"loopback-http"'),
    ['line 5: transport: "loopback-http" is none of "serial", "hid"'],
  ],
  ['a misspelt field', adding('"passwort": "1"'), ['line 4: passwort: there is no such field']],
  ['a field of another driver', adding('"head": {}'), ['line 4: head: there is no such field']],
  [
    'an id that is a number',
    changed('"10c4"', '4292'),
    ['line 8: match[0].vendorId: 4292 is no text'],
  ],
  [
    'an id of three digits',
    changed('"ea60"', '"ea6"'),
    ['line 9: match[0].productId: "ea6" is not 4 hexadecimal digits, such as "10c4"'],
  ],
  [
    'a vendor without a product',
    changed('"10c4",\n      "productId": "ea60"', '"10c4"'),
    ['line 7: match[0].productId: is missing'],
  ],
  [
    'a rate that the family has not',
    addingAll(['"baudRates": [9600', '57601]']),
    ['line 5: baudRates[1]: 57601 is no rate of the family (9600 … 115200, in steps of 9600)'],
  ],
  [
    'a rate twice',
    addingAll(['"baudRates": [9600', '9600]']),
    ['line 5: baudRates[1]: stands there twice'],
  ],
  [
    'a rate at which the module would be lost',
    addingAll(['"baudRates": [57600]', '"preferredBaudRate": 115200']),
    [
      'line 5: preferredBaudRate: 115200 is not among the rates that are looked for (57600): the module keeps it and would not be found again',
    ],
  ],
  [
    'a picture that no sensor gives',
    adding('"image": { "widthPixels": 257, "heightPixels": 32,\n "resolutionPpi": 1000 }'),
    [
      'line 4: image.widthPixels: 257 is not even: two pixels are one byte',
      'line 4: image.heightPixels: 32 is less than 64',
      'line 5: image.resolutionPpi: 1000 is more than 520',
    ],
  ],
  [
    'a password in words',
    adding('"password": "secret"'),
    ['line 4: password: "secret" is not 8 hexadecimal digits, such as "00000000"'],
  ],
  [
    'a quirk that nothing honours',
    adding('"quirks": ["slow"]'),
    ['line 4: quirks[0]: "slow" is none of "no-product-info", "no-handshake", "fixed-packet-size"'],
  ],
  [
    'several mistakes',
    addingAll(['"name2": 1', '"baudRates": []', '"refusedFirmware": "1.0"']),
    [
      'line 4: name2: there is no such field',
      'line 5: baudRates: must have at least 1 entry',
      'line 6: refusedFirmware: "1.0" is no list',
    ],
  ],
  [
    'the devices of another file',
    changed('"ea60"', '"000A"'),
    ['line 7: match[0]: a.json is for the same devices already'],
  ],
  ['a tower of brackets', `\n${'['.repeat(60_000)}`, ['line 2: more than 16 braces in each other']],
])('%s is refused with its line, and the files beside it count', async (_what, text, refusals) => {
  const reading = await readBetweenGoodOnes(text);
  expect(sentences(reading)).toEqual(refusals.map((refusal) => `m.json: ${refusal}`));
  expect(names(reading)).toEqual(['Module on 000a', 'Module on 000f']);
});

test.each<readonly [what: string, description: Json, refusal: string]>([
  [
    'a HID match that names nothing',
    { driver: 'zfm', transport: 'hid', match: [{ usage: '1' }] },
    'match[0].vendorId: is missing: name vendorId and productId, or usagePage',
  ],
  [
    'a HID vendor without a product',
    { driver: 'hid-pos', transport: 'hid', match: [{ vendorId: '05e0' }] },
    'match[0].productId: is missing beside vendorId',
  ],
  [
    'a report that is longer than its length can say',
    {
      driver: 'zfm',
      transport: 'hid',
      match: [{ usagePage: 'ffa0' }],
      report: { sizeBytes: 512, framing: 'length-first' },
    },
    'report.sizeBytes: is more than one byte can tell the length of',
  ],
  [
    'scanned data behind the end of their report',
    {
      driver: 'hid-pos',
      transport: 'hid',
      match: [{ usagePage: '8c' }],
      layout: {
        reportId: 2,
        reportSizeBytes: 32,
        lengthOffset: 1,
        dataOffset: 5,
        dataSizeBytes: 56,
        continuedOffset: 31,
        continuedMask: 1,
      },
    },
    'layout.dataSizeBytes: lies behind the end of the report, which has 32 bytes',
  ],
  [
    'a head that cannot turn',
    {
      driver: 'visca',
      transport: 'serial',
      match: [{ vendorId: '0403', productId: '6001' }],
      head: {
        stepsPerDegree: 10,
        pan: { minimumSteps: 0, maximumSteps: 0, maximumSpeed: 24 },
        tilt: { minimumSteps: -100, maximumSteps: 100, maximumSpeed: 24 },
        opticalZoomEnd: 16_384,
        view: { wideDegrees: 60, teleDegrees: 5 },
      },
    },
    'head.pan.maximumSteps: is no way to turn: both ends are 0',
  ],
  [
    'a size that the camera has not',
    {
      driver: 'vc0706',
      transport: 'serial',
      match: [{ vendorId: '0403', productId: '6001' }],
      imageSize: '800x600',
    },
    'imageSize: "800x600" is none of "640x480", "320x240", "160x120"',
  ],
  [
    'an ability that there is not',
    { driver: 'sbi', transport: 'loopback-http', match: [{ make: 'X' }], abilities: ['palm'] },
    'abilities[0]: "palm" is none of "single-plain", "single-rolled", "slaps-4-4-2"',
  ],
])('%s is refused', async (_what, description, refusal) => {
  const text = lines({ format: 'tram-device/1', name: 'X', ...description });
  const [refused, ...others] = (await readBetweenGoodOnes(text)).refused;
  expect(others).toEqual([]);
  expect(refused?.sentence).toBe(`line ${refused?.line}: ${refusal}`);
});

test.each<readonly [what: string, head: Json, refusal: string]>([
  [
    'an end on the wrong side',
    { pan: { minimumSteps: 5, maximumSteps: 9, maximumSpeed: 24 } },
    'head.pan.minimumSteps: 5 is more than 0',
  ],
  ['no steps in a degree', { stepsPerDegree: 0 }, 'head.stepsPerDegree: 0 is not more than 0'],
])('of a head, %s is refused', async (_what, change, refusal) => {
  const whole = {
    stepsPerDegree: 10,
    pan: { minimumSteps: -100, maximumSteps: 100, maximumSpeed: 24 },
    tilt: { minimumSteps: -100, maximumSteps: 100, maximumSpeed: 24 },
    opticalZoomEnd: 16_384,
    view: { wideDegrees: 60, teleDegrees: 5 },
  };
  const text = lines({ ...moduleOn('ea60'), driver: 'visca', head: { ...whole, ...change } });
  const { refused } = await readBetweenGoodOnes(text);
  expect(refused.map(({ sentence }) => sentence)).toEqual([`line ${refused[0]?.line}: ${refusal}`]);
});

test('of many mistakes the first ten are told, and how many more there are', async () => {
  const wrong = Array.from({ length: 14 }, (_, index) => `"no field ${index}": 1`);
  const told = sentences(await readBetweenGoodOnes(addingAll(wrong)));
  expect(told).toHaveLength(11);
  expect(told.at(-1)).toBe('m.json: and 4 more');
});

test('the column is where the wrong value begins', async () => {
  const { refused } = await readBetweenGoodOnes(changed('"ea60"', '  "ea6"'));
  expect(refused).toMatchObject([{ line: 9, column: 22 }]);
  expect(changed('"ea60"', '  "ea6"').split('\n')[8]?.slice(21)).toBe('"ea6"');
});

test('lines count the same whatever ends them', async () => {
  for (const end of ['\r\n', '\r']) {
    const text = changed('"ea60"', '"ea6"').replaceAll('\n', end);
    expect((await readBetweenGoodOnes(text)).refused).toMatchObject([{ line: 9, column: 20 }]);
  }
});

test('a file that is no small text file is refused as a whole, or with the line that is no UTF-8', async () => {
  const shipped = folderOf({
    'a.json': lines(moduleOn('000a')),
    'large.json': ' '.repeat(65_537),
    'latin-1.json': Buffer.from(changed('on ea60', 'số 1 — é'), 'latin1'),
    'utf-16.json': Buffer.from(`\uFEFF${good}`, 'utf16le'),
    'z.json': lines(moduleOn('000f')),
    'notes.txt': 'not read',
    '.hidden': 'not read',
    'z.json~': 'not read',
  });
  mkdirSync(join(shipped, 'folder.json'));
  symlinkSync(join(shipped, 'nowhere'), join(shipped, 'gone.json'));
  expect(spawnSync('mkfifo', [join(shipped, 'pipe.json')]).status).toBe(0);
  const reading = await readDescriptions({ shipped });
  expect(sentences(reading)).toEqual([
    'folder.json: is a folder, and no file',
    'gone.json: the file cannot be read (ENOENT)',
    'large.json: the file has 65537 bytes, more than 65536',
    'latin-1.json: line 3: the file is to be saved as UTF-8, and this is something else',
    'notes.txt: is not read: its name does not end in .json',
    'pipe.json: is no file',
    'utf-16.json: line 1: the file is to be saved as UTF-8, and this is something else',
  ]);
  expect(names(reading)).toEqual(['Module on 000a', 'Module on 000f']);
});

test('a file that begins with a byte order mark, or explains itself, is read', async () => {
  const explained = changed('"driver"', '// The module of the second line.\n  "driver"');
  for (const text of [`\uFEFF${good}`, explained]) {
    expect(names(await readBetweenGoodOnes(text))).toContain('Module on ea60');
  }
});

test('a file may be for as many devices as it likes to name, up to thirty-two', async () => {
  const many = (count: number): string => {
    const ids = Array.from({ length: count }, (_, index) => (0x1000 + index).toString(16));
    return lines(
      moduleOn('', {
        name: 'many',
        match: ids.map((productId) => ({ vendorId: '10c4', productId })),
      }),
    );
  };
  expect(names(await readBetweenGoodOnes(many(32)))).toContain('many');
  expect(sentences(await readBetweenGoodOnes(many(33)))).toEqual([
    'm.json: line 6: match: must have at most 32 entries',
  ]);
});

test('a folder that cannot be read is told, one of the technician that is not there is not', async () => {
  const own = join(folderOf({ 'a.json': good }), 'a.json');
  const missing = join(temporaryFolder(), 'devices');
  expect((await readDescriptions({ shipped: SHIPPED, own: missing })).refused).toEqual([]);
  const reading = await readDescriptions({ shipped: missing, own });
  expect(reading.descriptions).toEqual([]);
  expect(reading.refused).toMatchObject([
    { file: own, line: null, sentence: 'the folder cannot be read (ENOTDIR)' },
    { file: missing, line: null, sentence: 'the folder cannot be read (ENOENT)' },
  ]);
});

test('whatever bytes a file holds, its neighbours count and the reading ends', async () => {
  const bytes = Buffer.from(good);
  const mutated = fc
    .array(
      fc.record({
        at: fc.nat({ max: bytes.length }),
        removed: fc.nat({ max: 12 }),
        put: fc.oneof(
          fc.uint8Array({ maxLength: 6 }),
          fc
            .constantFrom(
              '{',
              '}',
              '[',
              ']',
              '"',
              ',',
              ':',
              '\\u',
              'null',
              '1e999',
              '__proto__',
              '/*',
            )
            .map((text) => new Uint8Array(Buffer.from(text))),
        ),
      }),
      { minLength: 1, maxLength: 4 },
    )
    .map((edits) =>
      edits.reduce<Uint8Array>(
        (text, { at, removed, put }) =>
          Buffer.concat([text.subarray(0, at), put, text.subarray(at + removed)]),
        bytes,
      ),
    );
  const anyDescription = fc
    .dictionary(
      fc.constantFrom('format', 'name', 'driver', 'transport', 'match', 'baudRates', '__proto__'),
      fc.oneof(fc.constantFrom('tram-device/1', 'zfm', 'serial', 'hid'), fc.jsonValue()),
    )
    .map((value) => Buffer.from(JSON.stringify(value)));
  const content = fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated, anyDescription);
  const shipped = folderOf({
    'a.json': lines(moduleOn('000a')),
    'z.json': lines(moduleOn('000f')),
  });
  await fc.assert(
    fc.asyncProperty(content, async (text) => {
      writeFileSync(join(shipped, 'm.json'), text);
      const { descriptions, refused } = await readDescriptions({ shipped });
      const read = descriptions.map(({ file }) => basename(file));
      expect(read).toEqual(
        refused.length === 0 ? ['a.json', 'm.json', 'z.json'] : ['a.json', 'z.json'],
      );
      for (const { file, line, sentence } of refused) {
        expect(basename(file)).toBe('m.json');
        if (line === null) {
          expect(sentence).toMatch(/^and \d+ more$/);
          continue;
        }
        expect(sentence.startsWith(`line ${line}: `)).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

// ── Which description counts ───────────────────────────────────────────────────────────────────────────────────────

const titled = (name: string, match: Json, more: Json = {}): string =>
  lines({ ...moduleOn('0000'), name, match: [match], ...more });

test('what the technician says of a device counts before what is shipped', async () => {
  const adapter = { vendorId: '0403', productId: '6001' };
  const own = folderOf({
    'head.json': titled('ours', adapter, { driver: 'visca', baudRates: [38_400] }),
  });
  const { descriptions, refused } = await readDescriptions({ shipped: SHIPPED, own });
  expect(refused).toEqual([]);
  for (const serialNumber of ['A50285BI', 'TRAM-R503-01']) {
    const found = descriptionForSerialPort(descriptions, serialPort(0x0403, 0x6001, serialNumber));
    expect(found).toMatchObject({ name: 'ours', isOwn: true });
  }
  const other = descriptionForSerialPort(descriptions, serialPort(0x10c4, 0xea60));
  expect(other).toMatchObject({ driver: 'zfm', isOwn: false });
});

test('a bad file of the technician leaves what is shipped for the device', async () => {
  const own = folderOf({ 'mine.json': changed('"serial"', '"wire"') });
  const { descriptions, refused } = await readDescriptions({ shipped: SHIPPED, own });
  expect(refused).toMatchObject([{ file: join(own, 'mine.json'), line: 5 }]);
  const found = descriptionForSerialPort(descriptions, serialPort(0x10c4, 0xea60));
  expect(found).toMatchObject({ driver: 'zfm', isOwn: false });
});

test('of two serial descriptions the one that says more of the device counts', async () => {
  const adapter = { vendorId: '0403', productId: '6001' };
  const shipped = folderOf({
    'a.json': titled('any', adapter),
    'b.json': titled('family', { ...adapter, serialNumber: 'A5*' }),
    'c.json': titled('this one', { ...adapter, serialNumber: 'A50285BI' }),
    'd.json': titled('near family', { ...adapter, serialNumber: 'A502*' }),
  });
  const { descriptions } = await readDescriptions({ shipped });
  const found = (serialNumber?: string): string | undefined =>
    descriptionForSerialPort(descriptions, serialPort(0x0403, 0x6001, serialNumber))?.name;
  expect(found('a50285bi')).toBe('this one');
  expect(found('A5020000')).toBe('near family');
  expect(found('A5999999')).toBe('family');
  expect(found('B0000000')).toBe('any');
  expect(found()).toBe('any');
});

test('of two HID descriptions vendor and product count before the usage page', async () => {
  const scanner = { driver: 'hid-pos', transport: 'hid' };
  const shipped = folderOf({
    'a.json': titled('any scanner', { usagePage: '8c' }, scanner),
    'b.json': titled('this make', { vendorId: '05e0', productId: '1900' }, scanner),
    'c.json': titled('its data', { vendorId: '05e0', productId: '1900', usagePage: '8c' }, scanner),
  });
  const { descriptions } = await readDescriptions({ shipped });
  const found = (fields: Partial<HidDeviceInfo>): string | undefined =>
    descriptionForHidDevice(descriptions, hidDevice(fields))?.name;
  expect(found({ usagePage: 0x8c })).toBe('any scanner');
  expect(found({ vendorId: 0x05e0, productId: 0x1900, usagePage: 0x01 })).toBe('this make');
  expect(found({ vendorId: 0x05e0, productId: 0x1900, usagePage: 0x8c })).toBe('its data');
  expect(found({ vendorId: 0x05e0, productId: 0x1901 })).toBeUndefined();
});

test('a make and model is known in any spelling of upper and lower case, and as a family', async () => {
  const service = { driver: 'sbi', transport: 'loopback-http' };
  const shipped = folderOf({
    'a.json': titled('make', { make: 'Acme' }, service),
    'b.json': titled('family', { make: 'Acme', model: 'Slap *' }, service),
    'c.json': titled('model', { make: 'Acme', model: 'Slap 2' }, service),
    'd.json': titled('one', { make: 'Acme', serialNumber: '77' }, service),
  });
  const { descriptions } = await readDescriptions({ shipped });
  const found = (model: string, serialNo: string): string | undefined =>
    descriptionForSbiDevice(descriptions, { make: 'ACME', model, serialNo })?.name;
  expect(found('slap 2', '1')).toBe('model');
  expect(found('Slap 10', '1')).toBe('family');
  expect(found('Iris', '1')).toBe('make');
  expect(found('Slap 2', '77')).toBe('one');
});

test('a pattern fits what its parts are cut out of, and nothing else', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'B', '1'), maxLength: 12 });
  fc.assert(
    fc.property(letters, letters, letters, (first, middle, last) => {
      expect(matchesPattern(`${first}${middle}${last}`, `${first}*${last}`)).toBe(true);
      expect(matchesPattern(`${first}${middle}${last}`, `*${middle}*`)).toBe(true);
      expect(matchesPattern(first, middle)).toBe(first.toLowerCase() === middle.toLowerCase());
      expect(matchesPattern(first, `x*${last}`)).toBe(false);
    }),
  );
  expect(matchesPattern('aba', 'ab*ba')).toBe(false);
  expect(matchesPattern('anything', '*')).toBe(true);
});

// ── What the drivers are told ──────────────────────────────────────────────────────────────────────────────────────

test('what a description says of its driver is what the driver is told', async () => {
  const told = {
    address: 'FFFFFFFE',
    password: '0000002a',
    baudRates: [115_200, 57_600],
    preferredBaudRate: 115_200,
    image: { widthPixels: 192, heightPixels: 192, resolutionPpi: 508 },
    refusedFirmware: ['1.*'],
    quirks: ['no-handshake'],
  };
  const shipped = folderOf({ 'a.json': lines(moduleOn('ea60', told)) });
  const { descriptions } = await readDescriptions({ shipped });
  const [description] = descriptions;
  expect(description && settingsOf(description)).toEqual({
    ...told,
    address: 0xfffffffe,
    password: 42,
  });
});

test('the examples of the manual are what it says they are', async () => {
  const manual = readFileSync(fromRoot('docs/drivers.md'), 'utf8');
  const blocks = [...manual.matchAll(/```(json|text)\n(.*?)```/gs)].map(([, , text = '']) => text);
  const [whole = '', wrong = '', refusal = ''] = blocks;
  expect(names(await readBetweenGoodOnes(whole))).toContain('Tripod head of line 2');
  const { refused } = await readBetweenGoodOnes(wrong);
  expect(refused.map(({ sentence }) => `${sentence}\n`).join('')).toBe(refusal);
});
