// Sizes and durations as people read them.

/** Bytes. */
export function size(bytes) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (bytes >= 999.5 && unit < units.length - 1) { bytes /= 1000; unit++; }
  if (unit === 0 && bytes === 1) return '1 byte';
  return `${unit === 0 || bytes >= 99.5 ? Math.round(bytes) : bytes.toFixed(1)} ${units[unit]}`;
}

/** Bytes, for whoever compares two sizes: 262.1 kB (262,144 bytes). */
export function exactly(bytes) {
  const whole = `${bytes.toLocaleString('en')} ${bytes === 1 ? 'byte' : 'bytes'}`;
  return bytes < 1000 ? whole : `${size(bytes)} (${whole})`;
}

/** Seconds. */
export function time(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.round(seconds % 3600 / 60)} min`;
}
