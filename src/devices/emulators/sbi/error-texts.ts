/** What a service says beside its error codes (0.9.5, "Error codes"; 113 and above are the public mock's). */
const TEXTS: Readonly<Record<string, string>> = {
  '0': 'Success',
  '100': 'Device not registered',
  '101': 'Unable to detect a biometric object',
  '106': 'Device not found',
  '109': 'Requested number of biometric (Finger/IRIS) not supported',
  '110': 'Device is not ready',
  '111': 'Device is busy',
  '112': 'Invalid Transaction ID',
  '115': 'Env values mismatch',
  '117': 'Exception value mismatch',
  '118': 'Exception does not fit the sensor',
  '119': 'Bio sub type value mismatch',
  '120': 'Device type does not fit the device',
  '121': 'Purpose value mismatch',
  '122': 'Bio sub type does not fit the type',
  '123': 'Bad request',
  '500': 'Invalid URL',
  '502': 'Biometric type values mismatch',
  '604': 'Device Id not present',
  '605': 'Device is not connected',
  '607': 'Device status is not ready or busy',
  '609': 'Live stream timeout',
  '700': 'Capture failed because live streaming was stopped',
  '701': 'Capture failed because of its timeout',
  '702': 'Live streaming runs on another sensor',
  '703': 'Capture is already in progress',
  '704': 'Device Id not present',
  '809': 'Auth capture cannot be done for registration devices',
};

export function errorBody(errorCode: string): { errorCode: string; errorInfo: string } {
  return { errorCode, errorInfo: TEXTS[errorCode] ?? 'Unknown error' };
}
