import type { ProfileOutput } from '../../contract/outputs.js';
import { openDataset } from '../../data/dataset.js';
import { type ProfileOptions, profileDataset } from '../../data/profile.js';
import { openWorkspace } from '../../data/workspace.js';
import { profileSample } from '../measures/profile-sample.js';
import type { Job } from './job.js';

export interface ProfileParams extends ProfileOptions {
  readonly workspaceFolder: string;
  readonly dataset: string;
}

/** A data set's profile, and a row a user for charts that answer each other. */
export const profileJob: Job<ProfileParams, ProfileOutput> = async (
  { workspaceFolder, dataset, ...options },
  context,
) => {
  const workspace = await openWorkspace(workspaceFolder);
  const profile = await profileDataset(workspace, dataset, options, context);
  const types = profile.types.map(({ name }) => name);
  return { profile, sample: profileSample(await openDataset(workspace, dataset), types) };
};
