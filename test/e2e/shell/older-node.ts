// The runtime's Node may be older than the product's: compute processes get that of the test.
if (process.env.PROBE_NODE) process.execPath = process.env.PROBE_NODE;
