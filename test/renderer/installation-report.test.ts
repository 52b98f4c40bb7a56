import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import type { Installation } from '../../src-main/contract/installation.js';
import InstallationReport from '../../src-renderer/app/InstallationReport.svelte';
import { asNumber, failureText, packageState } from '../../src-renderer/app/installation-text.js';

const installation: Installation = {
  versions: [{ name: 'Node', version: '20.20.2' }],
  devices: [
    { name: 'cpu', works: true, version: '1.30.0', threads: 2, gigaflops: 84.26 },
    { name: 'tensorflow', works: false, reason: 'its native library is not installed' },
  ],
  packages: [
    { name: 'hnswlib-node', purpose: 'search', works: false, substitute: 'exact search' },
    { name: 'onnxruntime-node', purpose: 'the device cpu', works: true, version: '1.30.0' },
  ],
};

/** The text of each table row and list entry, cells parted by a bar. */
function rows(html: string): string[] {
  return [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>|<div[^>]*>(.*?)<\/div>/gs)].map(match =>
    (match[1] ?? match[2] ?? '')
      .replace(/<!--.*?-->|<svg.*?<\/svg>/gs, '')
      .replace(/<\/(td|th|dt|dd)>/g, '|')
      .replace(/<[^>]+>/g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?\| ?/g, '|')
      .replace(/\|$/, '')
      .trim(),
  );
}

test('each device says that it works and how fast, or why it does not', () => {
  expect(rows(render(InstallationReport, { props: { installation } }).body)).toEqual([
    'device|state|version|threads|GFLOP/s, fp32',
    'cpu|works|1.30.0|2|84.3',
    'tensorflow|its native library is not installed',
    'package|used for|state',
    'hnswlib-node|search|not here: exact search takes its place',
    'onnxruntime-node|the device cpu|works, 1.30.0',
    'Node|20.20.2',
  ]);
});

test('a required package that is missing says what to do', () => {
  const facts = { name: '@duckdb/node-api', purpose: 'reads files', works: false };
  expect(packageState(facts)).toBe('not here, and nothing takes its place: install again');
});

test('numbers keep one decimal below a hundred and part their thousands', () => {
  expect(asNumber(undefined)).toBe('');
  expect(asNumber(2)).toBe('2');
  expect(asNumber(84.26)).toBe('84.3');
  expect(asNumber(84260.4)).toBe('84\u2009260');
});

test('a failure is told without the names of channels and classes', () => {
  const error = new Error("Error invoking remote method 'a:b': StudioError: it was killed.");
  expect(failureText(error)).toBe('it was killed.');
  expect(failureText('gone')).toBe('gone');
});
