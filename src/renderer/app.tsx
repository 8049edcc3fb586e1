import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { HelpOverlay } from './features/help/help-overlay.tsx';
import { Screens } from './features/session/screens.tsx';
import { StationBanner } from './features/session/station-banner.tsx';
import { TrainingBand } from './features/session/training-band.tsx';
import { I18n } from './i18n/i18n.tsx';
import { queryClient } from './station/query-client.ts';
import { useKeepEarlyLanguage, useLanguage } from './station/language.ts';
import { useStationEvents } from './station/station-events.ts';
import { theme } from './theme/theme.ts';

/** The page: what stands around every screen. No inline style element (content security policy). */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme="light"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <Page />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Page() {
  useStationEvents();
  useKeepEarlyLanguage();
  const language = useLanguage();
  return (
    <I18n language={language}>
      <TrainingBand />
      <StationBanner />
      <Screens />
      <HelpOverlay />
    </I18n>
  );
}
