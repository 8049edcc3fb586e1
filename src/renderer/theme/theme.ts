import { createTheme } from '@mantine/core';

/** Hints and errors stand under the field, so that fields side by side stay on one line. */
const wrapper = { inputWrapperOrder: ['label', 'input', 'description', 'error'] };
/** The list scrolls by itself: an inner scroll area would be a stop without a name. */
const list = { withScrollArea: false, comboboxProps: { transitionProps: { duration: 0 } } };

/** Sizes of the library's controls; their colours are variables in `variables.css`. */
export const theme = createTheme({
  primaryColor: 'blue',
  fontFamily: "'Be Vietnam Pro', sans-serif",
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    TextInput: { defaultProps: { size: 'md', autoComplete: 'off', spellCheck: false, ...wrapper } },
    PasswordInput: { defaultProps: { size: 'md', autoComplete: 'off', ...wrapper } },
    NumberInput: { defaultProps: { size: 'md', ...wrapper } },
    Textarea: { defaultProps: { size: 'md', spellCheck: false, ...wrapper } },
    Select: { defaultProps: { size: 'md', ...list, ...wrapper } },
    Autocomplete: { defaultProps: { size: 'md', ...list, ...wrapper } },
    Checkbox: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    SegmentedControl: { defaultProps: { size: 'md', transitionDuration: 0 } },
  },
});
