import { IconFingerprint, IconPhoto } from '@tabler/icons-react';
import type { DeviceView } from '../../../contract/views.ts';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useBlobUrl } from '../fingerprints/capture-image.tsx';
import { GrowingPrint } from '../fingerprints/growing-print.tsx';
import { QualityAdvice } from '../fingerprints/quality-advice.tsx';
import type { DevicePicture, TestImage } from './use-bench.ts';
import classes from './live-image.module.css';

/** What a device sees, as it comes, and how good it is when it is whole. Nothing of it is kept. */
export function LiveImage({
  role,
  picture,
  image,
}: {
  role: DeviceView['role'];
  /** So far. */
  picture: DevicePicture | null;
  /** Once it is whole. */
  image: TestImage | null;
}) {
  const t = useT();
  const isPrint = role === 'fingerprint';
  return (
    <div className={classes.live}>
      <div className={classes.window} data-wide={!isPrint || undefined}>
        <Seen role={role} picture={picture} image={image} />
      </div>
      <div className={classes.words} role="status">
        {image ? (
          <Result image={image} />
        ) : (
          <p className={classes.now}>
            {t(isPrint && picture === null ? 'live.lay-finger' : 'live.picture-comes')}
          </p>
        )}
        <p className={classes.note}>{t('live.not-kept')}</p>
      </div>
    </div>
  );
}

function Result({ image }: { image: TestImage }) {
  const t = useT();
  const formats = useFormats();
  const { quality, reasons, bytes } = image;
  if (quality === null) {
    return (
      <p className={classes.now}>
        {t('live.picture-whole', { size: formats.size(bytes.byteLength) })}
      </p>
    );
  }
  return (
    <>
      <p className={classes.quality} data-good={reasons.length === 0 || undefined}>
        {t('live.quality')} <strong>{formats.number(quality)}</strong>
        {' / 100'}
      </p>
      {reasons.length === 0 ? (
        <p>{t('live.quality-good')}</p>
      ) : (
        <QualityAdvice reasons={reasons} className={classes.reasons} />
      )}
    </>
  );
}

function Seen({
  role,
  picture,
  image,
}: {
  role: DeviceView['role'];
  picture: DevicePicture | null;
  image: TestImage | null;
}) {
  const t = useT();
  const whole = useBlobUrl(image?.bytes, image?.mediaType);
  const streamed = useBlobUrl(picture?.jpeg ?? undefined, 'image/jpeg');
  const url = whole ?? streamed;
  const label = t('live.picture');
  if (url !== undefined) return <img className={classes.image} src={url} alt={label} />;
  if (picture?.pixels)
    return <GrowingPrint picture={picture} label={label} className={classes.image} />;
  const Icon = role === 'fingerprint' ? IconFingerprint : IconPhoto;
  return <Icon className={classes.empty} size={84} stroke={1.2} aria-hidden="true" />;
}
