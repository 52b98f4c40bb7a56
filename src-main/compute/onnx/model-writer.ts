import type { OnnxAttribute, OnnxAttributes } from '../onnx-op.js';
import { ProtobufWriter } from './protobuf-writer.js';

/** Element types of graph values; ONNX' own numbers stand in ELEMENT_TYPES. */
export type GraphType = 'float32' | 'int32' | 'int64' | 'bool';
export const ELEMENT_TYPES: Readonly<Record<GraphType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
};

export interface OnnxNode {
  readonly op: string;
  /** Empty for ONNX' own operators. */
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: OnnxAttributes;
}

export interface OnnxPort {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: GraphType;
}

export interface OnnxConstant extends OnnxPort {
  /** Little-endian elements. */
  readonly bytes: Uint8Array;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxConstant[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
}

/** IR version 8 and operator set 17, with onnxruntime's own operators beside it. */
const IR_VERSION = 8;
const OPERATOR_SET = 17;
const MICROSOFT_OPERATOR_SET = 1;

// AttributeProto.AttributeType
const FLOAT = 1;
const INT = 2;
const STRING = 3;
const FLOATS = 6;
const INTS = 7;

/** Serialises a graph as an ONNX ModelProto (onnx.proto3). */
export function writeOnnxModel(graph: OnnxGraph): Uint8Array {
  const body = new ProtobufWriter();
  for (const node of graph.nodes) body.message(1, writeNode(node));
  body.string(2, graph.name);
  for (const constant of graph.constants) body.message(5, writeConstant(constant));
  for (const port of graph.inputs) body.message(11, writePort(port));
  for (const port of graph.outputs) body.message(12, writePort(port));
  return new ProtobufWriter()
    .int(1, IR_VERSION)
    .string(2, 'pinnerformer-studio')
    .message(7, body)
    .message(8, new ProtobufWriter().string(1, '').int(2, OPERATOR_SET))
    .message(8, new ProtobufWriter().string(1, 'com.microsoft').int(2, MICROSOFT_OPERATOR_SET))
    .finish();
}

function writeNode(node: OnnxNode): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  writer.string(3, node.name).string(4, node.op);
  for (const [name, value] of Object.entries(node.attributes))
    writer.message(5, writeAttribute(name, value));
  if (node.domain) writer.string(7, node.domain);
  return writer;
}

function writeAttribute(name: string, value: OnnxAttribute): ProtobufWriter {
  const writer = new ProtobufWriter().string(1, name);
  if (typeof value === 'number') return writer.int(3, value).int(20, INT);
  if (typeof value === 'string') return writer.string(4, value).int(20, STRING);
  if ('float' in value) return writer.float(2, value.float).int(20, FLOAT);
  if ('floats' in value) {
    for (const each of value.floats) writer.float(7, each);
    return writer.int(20, FLOATS);
  }
  for (const each of value) writer.int(8, each);
  return writer.int(20, INTS);
}

function writePort(port: OnnxPort): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const length of port.shape) shape.message(1, new ProtobufWriter().int(1, length));
  const tensorType = new ProtobufWriter().int(1, ELEMENT_TYPES[port.dtype]).message(2, shape);
  return new ProtobufWriter()
    .string(1, port.name)
    .message(2, new ProtobufWriter().message(1, tensorType));
}

function writeConstant(constant: OnnxConstant): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const length of constant.shape) writer.int(1, length);
  return writer
    .int(2, ELEMENT_TYPES[constant.dtype])
    .string(8, constant.name)
    .bytes(9, constant.bytes);
}
