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

/** Seconds that are not known exactly, rounded up as Ferry's RoundTimes does it: about 2 h 30 min. */
export function about(seconds) {
  const whole = Math.ceil(seconds);
  const step = whole <= 60 ? 10 : whole <= 600 ? 60 : whole <= 3600 ? 300 : whole <= 10800 ? 600 : whole <= 36000 ? 1800 : 3600;
  const rounded = Math.ceil(whole / step) * step;
  if (rounded < 60) return 'less than a minute';
  const hours = Math.floor(rounded / 3600);
  const minutes = Math.floor(rounded % 3600 / 60);
  return `about ${[hours ? `${hours} h` : '', minutes ? `${minutes} min` : ''].filter(Boolean).join(' ')}`;
}
