import type { DeviceView } from '../../../contract/views.ts';
import type { Formats } from '../../i18n/formats.ts';
import type { Translate } from '../../i18n/i18n.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { shortPort, troubleWords } from './device-words.ts';
import { bitsOnLine } from './line-rate.ts';
import classes from './device-facts.module.css';

/** What a device is, what drives it, and what it did today. */
export function DeviceFacts({ device }: { device: DeviceView }) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      <FactList
        label={t('device.today')}
        facts={[
          [t('device.captures-today'), formats.number(device.capturesToday)],
          [t('device.received'), received(t, formats, device)],
          [t('device.fastest'), fastest(t, formats, device)],
          [t('device.ready-after'), readyAfter(t, formats, device)],
        ]}
      />
      <ErrorsToday device={device} />
      <FactList
        label={t('device.identity')}
        facts={[
          [t('device.make'), device.make],
          [t('device.model'), device.model],
          [t('device.serial-number'), device.serialNumber],
          [t('device.firmware'), device.firmware],
          [t('device.driver'), device.driver],
          [t('device.description'), description(t, device)],
          [t('device.port'), device.port],
          [t('device.transport'), t(`port-kind.${device.transport}`)],
          [t('device.picture-size'), pictureSize(t, formats, device)],
          ...(device.role === 'fingerprint'
            ? [[t('device.takes'), abilities(t, device)] as const]
            : []),
        ]}
      />
    </>
  );
}

type Fact = readonly [label: string, value: string];

function FactList({ label, facts }: { label: string; facts: readonly Fact[] }) {
  return (
    <section className={classes.section} aria-label={label}>
      <h3 className={classes.title}>{label}</h3>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value === '' ? '–' : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function ErrorsToday({ device }: { device: DeviceView }) {
  const t = useT();
  const formats = useFormats();
  const { errorsToday } = device;
  return (
    <section className={classes.section} aria-label={t('device.errors-today')}>
      <h3 className={classes.title}>{t('device.errors-today')}</h3>
      {errorsToday.length === 0 ? (
        <p className={classes.none}>{t('device.no-errors-today')}</p>
      ) : (
        <ul className={classes.errors}>
          {errorsToday.map(({ code, count }) => (
            <li key={code}>
              <span className={classes.count}>
                {t('device.times', { count: formats.number(count) })}
              </span>
              <span>{troubleWords(t, code).what}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The window's own cameras need none. */
function description(t: Translate, { description: file, transport }: DeviceView): string {
  if (file !== '') return shortPort(file);
  return transport === 'media' ? '' : t('device.named');
}

function received(t: Translate, formats: Formats, { traffic, transport }: DeviceView): string {
  if (traffic) return formats.size(traffic.receivedBytes);
  // Nobody counts what the window receives from its own cameras.
  return transport === 'media' ? '' : t('device.nothing-received');
}

function fastest(t: Translate, formats: Formats, { traffic, transport }: DeviceView): string {
  if (!traffic || traffic.highestBytesPerSecond === 0) return '';
  const size = formats.size(traffic.highestBytesPerSecond);
  if (transport !== 'serial') return t('device.per-second', { size });
  const bits = formats.number(bitsOnLine(traffic.highestBytesPerSecond));
  return t('device.per-second-on-line', { size, bits });
}

function readyAfter(t: Translate, formats: Formats, { readyAfterMs }: DeviceView): string {
  if (readyAfterMs === null) return '';
  return t('device.seconds', { seconds: formats.number(Math.round(readyAfterMs / 100) / 10) });
}

function pictureSize(t: Translate, formats: Formats, { pictureSize: size }: DeviceView): string {
  if (size === null) return '';
  const width = formats.number(size.widthPixels);
  return t('device.pixels', { width, height: formats.number(size.heightPixels) });
}

function abilities(t: Translate, device: DeviceView): string {
  return device.abilities.map((ability) => t(`ability.${ability}`)).join(', ');
}
