import { Component } from 'react';
import type { ReactNode } from 'react';
import vi from '../../../resources/messages/vi.json' with { type: 'json' };

/**
 * Around the whole page: a fault in drawing a screen is a sentence and one action, never a blank window.
 * Nothing is lost: the page keeps nothing that the station has not saved. Vietnamese only, since what
 * translates may be what failed.
 */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main role="alert" style={{ padding: 64, fontSize: 20, maxWidth: 720 }}>
        <h1>{vi['page-fault.title']}</h1>
        <p>{vi['page-fault.text']}</p>
        <button
          type="button"
          autoFocus
          style={{ fontSize: 20, padding: '12px 24px' }}
          onClick={() => window.location.reload()}
        >
          {vi['page-fault.reopen']}
        </button>
      </main>
    );
  }
}
