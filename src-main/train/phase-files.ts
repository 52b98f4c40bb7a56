import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { badInput } from '../base/errors.js';
import { writeFileAtomic } from '../base/files.js';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from './safetensors.js';

/** What a phase has computed before its first step, kept so that a resumed run has the very same. */
export interface PhaseInputs {
  /** 0 train, 1 validation, 2 test of each data set user. */
  readonly split: Uint8Array;
  /** E. */
  readonly width: number;
  /** [pins, E]. */
  readonly pinFeatures: Float32Array;
  /** 1 for each pin whose features are known at the end of the phase's training time. */
  readonly known: Uint8Array;
  /** Draws of each pin in the pre-pass behind log Q; null without correction. */
  readonly drawCounts: Int32Array | null;
}

const FILE = 'pin-features.safetensors';

/** Writes a phase's inputs into its folder. Given embeddings stay in the data set and are not copied. */
export async function writePhaseInputs(
  folder: string,
  inputs: PhaseInputs,
  featuresAreGiven: boolean,
): Promise<void> {
  const { split, width, pinFeatures, known, drawCounts } = inputs;
  const tensors: Record<string, NamedArray> = {
    split: { shape: [split.length], values: Int32Array.from(split) },
    known: { shape: [known.length], values: Int32Array.from(known) },
  };
  if (!featuresAreGiven)
    tensors.pinFeatures = { shape: [known.length, width], values: pinFeatures };
  if (drawCounts) tensors.drawCounts = { shape: [drawCounts.length], values: drawCounts };
  const bytes = encodeSafetensors({ tensors, metadata: { width: String(width) } });
  await writeFileAtomic(join(folder, FILE), bytes);
}

/** Reads them back; undefined when the phase has none yet. `given` stands in for embeddings not copied. */
export async function readPhaseInputs(
  folder: string,
  given: () => Float32Array,
): Promise<PhaseInputs | undefined> {
  const path = join(folder, FILE);
  let bytes: Uint8Array;
  try {
    bytes = await fs.readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const { split, known, pinFeatures, drawCounts } = tensors;
  if (!split || !known)
    throw badInput('the file holds no split and no known pins.', {
      where: path,
      remedy: 'Train the run again under another name.',
    });
  return {
    split: Uint8Array.from(split.values),
    known: Uint8Array.from(known.values),
    width: Number(metadata.width),
    pinFeatures: pinFeatures ? Float32Array.from(pinFeatures.values) : given(),
    drawCounts: drawCounts ? Int32Array.from(drawCounts.values) : null,
  };
}
