import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import {
  IconChevronDown,
  IconChevronUp,
  IconFilter,
  IconLetterCase,
  IconRegex,
  IconSearch,
} from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';

import type { LogFindState } from '../../shared/contract/log-values.ts';
import type { ErrorPayload } from '../../shared/errors.ts';
import { errorText } from '../../shared/text/translator.ts';
import { grouped } from '../text/format.ts';
import { useText } from '../text/text-context.tsx';

/** What is looked for, as it is typed. */
export interface FindInput {
  readonly text: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
  /** Other lines are hidden. */
  readonly only: boolean;
}

export const FIND_NOTHING: FindInput = { text: '', regex: false, matchCase: false, only: false };

export interface FindBoxProps {
  readonly input: FindInput;
  readonly onInput: (input: FindInput) => void;
  readonly find: LogFindState | null;
  /** Which of the found lines is pointed to. */
  readonly nth: number | null;
  readonly onNext: (forward: boolean) => void;
  readonly onFocus: () => void;
  readonly element: RefObject<HTMLInputElement | null>;
  readonly error: ErrorPayload | null;
}

/** Finds text or a pattern in the whole log. */
export function FindBox({
  input,
  onInput,
  find,
  nth,
  onNext,
  onFocus,
  element,
  error,
}: FindBoxProps): ReactNode {
  const t = useText();
  const failure = find?.error ?? error;
  return (
    <search className="find">
      <TextInput
        ref={element}
        aria-label={t('page:findInLog')}
        placeholder={t('page:findInLog')}
        leftSection={<IconSearch size={14} stroke={1.5} />}
        rightSection={input.text === '' ? <kbd>Ctrl F</kbd> : <Toggles input={input} onInput={onInput} />}
        rightSectionWidth={input.text === '' ? 52 : 76}
        error={failure !== null && input.text !== ''}
        value={input.text}
        title={failure === null ? undefined : errorText(t, failure).message}
        autoComplete="off"
        onFocus={onFocus}
        spellCheck={false}
        onChange={(event) => onInput({ ...input, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onInput({ ...input, text: '' });
          else if (event.key === 'Enter') onNext(!event.shiftKey);
        }}
      />
      {input.text !== '' && (
        <>
          <output className="count">
            {failure === null ? countText(t, find, nth) : errorText(t, failure).message}
          </output>
          {(['findPrevious', 'findNext'] as const).map((word) => (
            <Tooltip key={word} label={t(`page:${word}`)}>
              <ActionIcon
                size={24}
                aria-label={t(`page:${word}`)}
                onClick={() => onNext(word === 'findNext')}
              >
                {word === 'findNext' ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
              </ActionIcon>
            </Tooltip>
          ))}
        </>
      )}
    </search>
  );
}

function countText(t: ReturnType<typeof useText>, find: LogFindState | null, nth: number | null): string {
  if (find === null) return '';
  const some = grouped(find.found);
  const total = find.isComplete ? some : t('page:foundMore', { total: some });
  if (find.found === 0) return find.isComplete ? t('page:foundNone') : '…';
  return nth === null ? t('page:foundSome', { total }) : t('page:foundNth', { nth: grouped(nth), total });
}

function Toggles({ input, onInput }: Pick<FindBoxProps, 'input' | 'onInput'>): ReactNode {
  const t = useText();
  const toggles = [
    ['matchCase', 'findCase', IconLetterCase],
    ['regex', 'findRegex', IconRegex],
    ['only', 'findOnly', IconFilter],
  ] as const;
  return (
    <span className="toggles">
      {toggles.map(([name, word, Icon]) => (
        <Tooltip key={name} label={t(`page:${word}`)}>
          <ActionIcon
            className="switch"
            size={20}
            aria-label={t(`page:${word}`)}
            aria-pressed={input[name]}
            onClick={() => onInput({ ...input, [name]: !input[name] })}
          >
            <Icon size={14} stroke={1.5} />
          </ActionIcon>
        </Tooltip>
      ))}
    </span>
  );
}
