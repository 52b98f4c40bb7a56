import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from './processes.mjs';
import { tensorflowFolder } from './tensorflow-folder.mjs';

/**
 * What each kind is made of. The binding's JavaScript and C++ come from npm, TensorFlow's library
 * and C headers from its Python wheel: the library that the npm package would download is too old
 * for the GPUs of today, and its server is not reachable from everywhere.
 */
export const kinds = {
  cpu: { npmName: '@tensorflow/tfjs-node', wheelName: 'tensorflow-cpu', wheelVersion: '2.15.1' },
  gpu: { npmName: '@tensorflow/tfjs-node-gpu', wheelName: 'tensorflow', wheelVersion: '2.18.1' },
};
const tfjsVersion = '4.22.0';
const headersVersion = '1.5.0';

/** The newest Node-API that the binding's sources use; one build serves every Node from 20 on. */
const nodeApi = 8;

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** Takes the two libraries and the C headers out of a wheel: argv = wheel, target folder. */
const unpackWheel = `
import os, re, shutil, sys, zipfile
wheel, target = sys.argv[1:]
library = re.compile(r'tensorflow/(libtensorflow_(?:cc|framework)\\.so\\.2)$')
header = re.compile(r'tensorflow/include/((?:tensorflow/c/|tensorflow/core/platform/ctstring|(?:tensorflow/|xla/)?tsl/(?:platform/ctstring|c/)).*\\.h)$')
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        in_lib, in_include = library.match(entry.filename), header.match(entry.filename)
        if not in_lib and not in_include: continue
        path = os.path.join(target, 'lib', in_lib[1]) if in_lib else os.path.join(target, 'include', in_include[1])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(entry) as source, open(path, 'wb') as copy: shutil.copyfileobj(source, copy, 1 << 22)
`;

/** Prints the CUDA packages, with versions, that a wheel wants: argv = wheel. */
const listCudaPackages = `
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    name = next(n for n in archive.namelist() if n.endswith('.dist-info/METADATA'))
    metadata = archive.read(name).decode()
for found in re.finditer(r'^Requires-Dist: (nvidia-[a-z0-9-]+) ?\\(?==([0-9.]+)\\)?', metadata, re.M):
    print(found[1] + '==' + found[2])
`;

/**
 * Puts TensorFlow where the device `tensorflow` looks for it, and tries a matrix product with it.
 * What a failed attempt leaves is removed by the next one.
 *
 * @param {keyof typeof kinds} kind
 */
export async function installTensorflow(kind) {
  await checkMachine();
  const { npmName, wheelName, wheelVersion } = kinds[kind];
  const folder = tensorflowFolder();
  const packageFolder = join(folder, 'node_modules', npmName);
  const dependencies = join(packageFolder, 'deps');
  const wheels = join(folder, 'wheels');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(wheels, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');

  console.log(`1/4  ${npmName} ${tfjsVersion} from npm`);
  await step('npm', [
    ...['install', '--prefix', folder, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'],
    ...[`${npmName}@${tfjsVersion}`, `node-api-headers@${headersVersion}`],
  ]);

  console.log(`2/4  the library of ${wheelName} ${wheelVersion} from PyPI`);
  const wheel = await downloadWheel(`${wheelName}==${wheelVersion}`, wheels);
  await step('python3', ['-c', unpackWheel, wheel, dependencies]);
  if (kind === 'gpu') {
    const { output } = await step('python3', ['-c', listCudaPackages, wheel]);
    for (const wanted of output.trim().split('\n').filter(Boolean)) {
      console.log(`     ${wanted}`);
      const part = await downloadWheel(wanted, join(wheels, wanted));
      await step('python3', ['-m', 'zipfile', '-e', part, dependencies]);
    }
  }
  rmSync(wheels, { recursive: true, force: true });

  console.log('3/4  the binding, compiled');
  await compileBinding(folder, packageFolder);

  console.log('4/4  a matrix product');
  await step('node', ['-e', trial(npmName)], { cwd: folder });
  console.log(`TensorFlow works. It lies in ${folder}; remove that folder to be rid of it.`);
}

async function checkMachine() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `TensorFlow can be installed on Linux x64 only, and this is ${process.platform} ${process.arch}. ` +
        'The device cpu serves in its place.',
    );
  const needs = [
    { command: 'python3', parameters: ['-m', 'pip', '--version'], debian: 'python3-pip' },
    { command: 'g++', parameters: ['--version'], debian: 'g++' },
  ];
  for (const { command, parameters, debian } of needs) {
    const found = await capture(command, parameters).catch(() => ({ code: 1 }));
    if (found.code !== 0)
      throw new Error(
        `\`${command} ${parameters.join(' ')}\` does not work here. ` +
          `Install it (on Debian: apt-get install ${debian}) and run this again.`,
      );
  }
}

/**
 * Any wheel for Linux will do, whatever Python this is: only its C and C++ files are used.
 * @param {string} wanted
 * @param {string} into
 */
async function downloadWheel(wanted, into) {
  const platforms = ['2_28', '2_27', '2_17', '2014', '1'].flatMap(version => [
    '--platform',
    version.includes('_') ? `manylinux_${version}_x86_64` : `manylinux${version}_x86_64`,
  ]);
  await step('python3', [
    ...['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary=:all:'],
    ...['--python-version', '311', ...platforms, '-d', into, wanted],
  ]);
  const wheel = readdirSync(into).find(name => name.endsWith('.whl'));
  if (!wheel) throw new Error(`pip brought no wheel for ${wanted}.`);
  return join(into, wheel);
}

/**
 * @param {string} folder
 * @param {string} packageFolder
 */
async function compileBinding(folder, packageFolder) {
  const target = join(packageFolder, 'lib', `napi-v${nodeApi}`);
  mkdirSync(target, { recursive: true });
  const lib = join(packageFolder, 'deps', 'lib');
  for (const name of libraries)
    if (!existsSync(join(lib, name))) throw new Error(`the wheel of TensorFlow holds no ${name}.`);
  // Their static symbol tables are three quarters of their size and are not used.
  await capture('strip', ['--strip-unneeded', ...libraries.map(name => join(lib, name))]).catch(
    () => undefined,
  );
  await step('g++', [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DBUILDING_NODE_EXTENSION'],
    `-DNAPI_VERSION=${nodeApi}`,
    ...['-I', join(folder, 'node_modules', 'node-api-headers', 'include')],
    ...['-I', join(packageFolder, 'deps', 'include')],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map(name => join(packageFolder, 'binding', name)),
    ...['-o', join(target, 'tfjs_binding.node'), '-L', lib],
    ...libraries.map(name => `-l:${name}`),
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ]);
}

/** A program that multiplies two matrices. Node 23 dropped two functions of util that tfjs calls. */
const trial = (/** @type {string} */ npmName) => `
const util = require('node:util');
util.isNullOrUndefined ??= value => value === null || value === undefined;
util.isArray ??= Array.isArray;
const tf = require(${JSON.stringify(npmName)});
const product = [...tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]])).dataSync()];
if (product.join() !== '19,22,43,50') throw new Error('TensorFlow multiplies wrongly: ' + product);
`;

/**
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {import('node:child_process').SpawnOptions} [options]
 */
async function step(command, parameters, options = {}) {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const result = await capture(command, parameters, { env, ...options });
  if (result.code === 0) return result;
  const lastLines = result.output.trim().split('\n').slice(-15).join('\n');
  throw new Error(`${command} ended with ${result.code}:\n${lastLines}`);
}
