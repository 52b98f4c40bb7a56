import { createContext } from 'svelte';
import type { Api } from '../../src-main/contract/api.js';
import type { AppFacts } from '../../src-main/contract/workspace.js';
import type { ClientOf } from '../../src-main/rpc/procedure.js';
import type { Selection } from './selection.svelte.js';

/** What every component may reach: the engine, facts of the workspace, and the shared selection. */
export interface Studio {
  readonly client: ClientOf<Api>;
  readonly facts: AppFacts;
  readonly selection: Selection;
}

export const [getStudio, setStudio] = createContext<Studio>();
