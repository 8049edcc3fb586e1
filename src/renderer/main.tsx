import './theme/styles.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { warmUpLanguages } from './i18n/warm-up.ts';
import { firstAnswers } from './station/station-query.ts';

const answers = firstAnswers();
warmUpLanguages();
void answers.then(show);

function show(): void {
  const root = document.querySelector('#root');
  if (!root) throw new Error('index.html has no #root');
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <App />
      </ErrorBoundary>
    </StrictMode>,
  );
}
