#!/usr/bin/env node
import { Command } from 'commander';
import { version } from '../../package.json';

await new Command('pinnerformer').version(version).parseAsync();
