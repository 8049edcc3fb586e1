import { ERROR_CODES } from '../../../contract/errors.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';

/** The last failed run in words; its code comes as text from the station. */
export function LastProblem({ code }: { code: string | null }) {
  const known = ERROR_CODES.find((one) => one === code);
  return <ErrorNotice error={known === undefined ? null : { code: known }} />;
}
