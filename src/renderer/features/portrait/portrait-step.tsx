import { NativeSelect } from '@mantine/core';
import { IconCameraOff, IconUser } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { DossierView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { useCall } from '../../station/hooks.ts';
import { useSession } from '../../station/session.ts';
import { CaptureImage } from '../fingerprints/capture-image.tsx';
import { StepFrame } from '../wizard/step-frame.tsx';
import { FramingGuides } from './framing-guides.tsx';
import { grabFrame } from './grab-frame.ts';
import { LiveVideo } from './live-video.tsx';
import { PortraitChecks } from './portrait-checks.tsx';
import { largestThreeByFour, PORTRAIT_WIDTH_PIXELS } from './three-by-four.ts';
import type { Camera } from './use-camera.ts';
import { useCamera } from './use-camera.ts';
import classes from './portrait-step.module.css';

/** The 3×4 portrait: live preview with framing guides, and the picture that is kept beside it. */
export function PortraitStep({ dossier }: { dossier: DossierView }) {
  const t = useT();
  if (!dossier.biometricsRequired) {
    return (
      <StepFrame dossier={dossier} title={t('portrait.title')}>
        <Notice title={t('portrait.not-required')} />
      </StepFrame>
    );
  }
  return <TakePortrait dossier={dossier} />;
}

function TakePortrait({ dossier }: { dossier: DossierView }) {
  const t = useT();
  const locked = useSession()?.locked ?? false;
  const camera = useCamera(!locked);
  const video = useRef<HTMLVideoElement>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const { call, pending, error } = useCall('portrait.save');
  const { portrait } = dossier;

  const take = async (): Promise<void> => {
    if (!video.current || pending) return;
    const bytes = await grabFrame(video.current, largestThreeByFour);
    if (bytes) await call({ dossierId: dossier.dossierId, bytes });
  };
  const shutter = {
    label: t('portrait.take'),
    pending,
    disabled: camera.stream === null,
    onAct: () => void take(),
  };
  useHotkey('capture', shutter.onAct, !portrait);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    // A picture that is kept is replaced on purpose only, never by Enter pressed twice.
    if (event.key.toLowerCase() !== (portrait ? 'r' : 'enter')) return;
    event.preventDefault();
    void take();
  };
  return (
    <StepFrame
      dossier={dossier}
      title={t('portrait.title')}
      lead={t(portrait ? 'portrait.lead-kept' : 'portrait.lead')}
      aside={<CameraChoiceBox camera={camera} />}
      wide
      {...(!portrait && { primary: shutter })}
    >
      <div className={classes.columns}>
        {/* One key stop: Enter takes the picture while the preview has the focus. */}
        <div
          className={classes.preview}
          tabIndex={0}
          role="group"
          aria-label={t('portrait.preview')}
          onKeyDown={onKeyDown}
          ref={focusOnce}
        >
          {camera.stream ? (
            <>
              <LiveVideo
                stream={camera.stream}
                label={t('portrait.preview')}
                className={classes.video}
                videoRef={video}
                onSize={(width, height) => setSize({ width, height })}
              />
              <FramingGuides />
            </>
          ) : (
            <NoPicture camera={camera} />
          )}
        </div>
        <div className={classes.guidance}>
          <h2 className={classes.subtitle}>{t('portrait.guidance')}</h2>
          <ol className={classes.rules}>
            <li>{t('portrait.rule-oval')}</li>
            <li>{t('portrait.rule-eyes')}</li>
            <li>{t('portrait.rule-face')}</li>
            <li>{t('portrait.rule-dress')}</li>
          </ol>
          <CameraSize size={size} />
          {portrait && <ActionButton {...shutter} label={t('portrait.retake')} hotkey="retake" />}
          {portrait && <span className={classes.hint}>{t('portrait.retake-note')}</span>}
        </div>
        <div className={classes.result}>
          <h2 className={classes.subtitle}>{t('portrait.kept')}</h2>
          <ErrorNotice error={error} />
          {portrait ? (
            <KeptPortrait portrait={portrait} />
          ) : (
            <div className={classes.empty}>
              <IconUser size={72} stroke={1.2} aria-hidden="true" />
              <span>{t('portrait.none-yet')}</span>
            </div>
          )}
        </div>
      </div>
    </StepFrame>
  );
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}

function KeptPortrait({ portrait }: { portrait: NonNullable<DossierView['portrait']> }) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      <CaptureImage
        captureId={portrait.captureId}
        alt={t('portrait.kept')}
        className={classes.photo}
      />
      <span className={classes.hint}>
        {t('portrait.taken-at', { at: formats.time(portrait.capturedAt) })}
      </span>
      <PortraitChecks checks={portrait.checks} />
    </>
  );
}

function NoPicture({ camera }: { camera: Camera }) {
  const t = useT();
  if (camera.problem === null) return <Waiting label={t('portrait.opening-camera')} />;
  return (
    <div className={classes.noPicture} role="alert">
      <IconCameraOff size={64} stroke={1.4} aria-hidden="true" />
      <p className={classes.problem}>{t(`camera.${camera.problem}`)}</p>
      <p>{t(`camera.${camera.problem}-todo`)}</p>
      <ActionButton label={t('camera.try-again')} onAct={camera.tryAgain} />
    </div>
  );
}

function CameraSize({ size }: { size: { width: number; height: number } | null }) {
  const t = useT();
  if (!size) return null;
  const cut = largestThreeByFour(size.width, size.height);
  const values = { width: cut.width, height: cut.height };
  return cut.width < PORTRAIT_WIDTH_PIXELS ? (
    <Notice tone="warning">
      <p>{t('portrait.size-small', values)}</p>
    </Notice>
  ) : (
    <p className={classes.hint}>{t('portrait.size', values)}</p>
  );
}

function CameraChoiceBox({ camera }: { camera: Camera }) {
  const t = useT();
  if (camera.cameras.length < 2) return null;
  return (
    <NativeSelect
      aria-label={t('portrait.choose-camera')}
      value={camera.deviceId ?? ''}
      onChange={(event) => camera.choose(event.currentTarget.value)}
      data={camera.cameras.map(({ deviceId, label }, index) => ({
        value: deviceId,
        label: label === '' ? t('portrait.camera-number', { number: index + 1 }) : label,
      }))}
    />
  );
}
