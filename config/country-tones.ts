// Call progress tones of the 14 countries of the AudioCodes manual's table 3-10, after ITU-T E.180 Supplement 2. Modulated
// tones (Australia, India) are written as the two side frequencies that beat alike.

import type { Values } from './schema.ts';

export type Country = Values['voip/regional_settings/selected_country'];

/** `on` and `off` in ms, in turn; empty: continuous. */
export interface CountryTone {
  readonly frequenciesHz: readonly number[];
  readonly cadenceMs: readonly number[];
}

export interface CountryTones {
  readonly dial: CountryTone;
  readonly ringBack: CountryTone;
  readonly busy: CountryTone;
  readonly congestion: CountryTone;
  readonly callWaiting: CountryTone;
}

function tone(frequenciesHz: readonly number[], ...cadenceMs: readonly number[]): CountryTone {
  return { frequenciesHz, cadenceMs };
}

export const countryTones: Readonly<Record<Country, CountryTones>> = {
  Israel: {
    dial: tone([400]),
    ringBack: tone([400], 1000, 3000),
    busy: tone([400], 500, 500),
    congestion: tone([400], 250, 250),
    callWaiting: tone([400], 500, 10000),
  },
  China: {
    dial: tone([450]),
    ringBack: tone([450], 1000, 4000),
    busy: tone([450], 350, 350),
    congestion: tone([450], 700, 700),
    callWaiting: tone([450], 400, 4000),
  },
  France: {
    dial: tone([440]),
    ringBack: tone([440], 1500, 3500),
    busy: tone([440], 500, 500),
    congestion: tone([440], 250, 250),
    callWaiting: tone([440], 300, 10000),
  },
  Germany: {
    dial: tone([425]),
    ringBack: tone([425], 1000, 4000),
    busy: tone([425], 480, 480),
    congestion: tone([425], 240, 240),
    callWaiting: tone([425], 200, 200, 200, 5000),
  },
  Netherlands: {
    dial: tone([425]),
    ringBack: tone([425], 1000, 4000),
    busy: tone([425], 500, 500),
    congestion: tone([425], 250, 250),
    callWaiting: tone([425], 500, 9500),
  },
  UK: {
    dial: tone([350, 440]),
    ringBack: tone([400, 450], 400, 200, 400, 2000),
    busy: tone([400], 375, 375),
    congestion: tone([400], 400, 350, 225, 525),
    callWaiting: tone([400], 100, 4900),
  },
  Brazil: {
    dial: tone([425]),
    ringBack: tone([425], 1000, 4000),
    busy: tone([425], 250, 250),
    congestion: tone([425], 250, 250, 750, 250),
    callWaiting: tone([425], 50, 1000),
  },
  Italy: {
    dial: tone([425], 200, 200, 600, 1000),
    ringBack: tone([425], 1000, 4000),
    busy: tone([425], 500, 500),
    congestion: tone([425], 200, 200),
    callWaiting: tone([425], 400, 100, 250, 100, 150, 14000),
  },
  Argentina: {
    dial: tone([425]),
    ringBack: tone([425], 1000, 4000),
    busy: tone([425], 300, 200),
    congestion: tone([425], 300, 400),
    callWaiting: tone([425], 400, 200, 400, 4000),
  },
  Portugal: {
    dial: tone([425]),
    ringBack: tone([425], 1000, 5000),
    busy: tone([425], 500, 500),
    congestion: tone([425], 200, 200),
    callWaiting: tone([425], 200, 200, 200, 5000),
  },
  Russia: {
    dial: tone([425]),
    ringBack: tone([425], 1000, 4000),
    busy: tone([425], 400, 400),
    congestion: tone([425], 200, 200),
    callWaiting: tone([425], 200, 5000),
  },
  Australia: {
    dial: tone([413, 438]),
    ringBack: tone([413, 438], 400, 200, 400, 2000),
    busy: tone([425], 375, 375),
    congestion: tone([425], 375, 375),
    callWaiting: tone([425], 200, 200, 200, 4400),
  },
  USA: {
    dial: tone([350, 440]),
    ringBack: tone([440, 480], 2000, 4000),
    busy: tone([480, 620], 500, 500),
    congestion: tone([480, 620], 250, 250),
    callWaiting: tone([440], 300, 10000),
  },
  India: {
    dial: tone([388, 413]),
    ringBack: tone([388, 413], 400, 200, 400, 2000),
    busy: tone([400], 750, 750),
    congestion: tone([400], 250, 250),
    callWaiting: tone([400], 200, 100, 200, 7500),
  },
};
