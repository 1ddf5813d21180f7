// Changes the sample rate by a ratio of whole numbers: polyphase FIR with a Kaiser window.
//
// With R the lower of the two rates: flat within 0.1 dB to 0.4375 R (3.5 kHz of 8, 7 kHz of 16), 70 dB down from 0.5625 R.
// What lies between R/2 and 0.5625 R folds into the band above 0.4375 R, which a telephone does not use: the price of a
// delay of about 18/R (2.2 ms at 8 kHz, 1.1 ms at 16 kHz).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hookswitch {

class Resampler {
 public:
  /// Rates from 1 kHz to 192 kHz. Made for 8, 16 and 48 kHz; other pairs work, with a table of to/gcd phases.
  Resampler(int from_hz, int to_hz);

  /// Appends to `out` and does not shrink it: no allocation when the caller has reserved. Of any number of input samples in
  /// sum, exactly ceil(sum * to / from) have come out; a 10 ms block of the usual rates always gives a 10 ms block.
  void process(std::span<const std::int16_t> in, std::vector<std::int16_t>& out);

  /// Forgets the signal, keeps the filter.
  void reset();

  /// Group delay in output samples.
  double delay_samples() const { return delay_samples_; }

 private:
  void process_block(std::span<const std::int16_t> in, std::vector<std::int16_t>& out);

  std::size_t up_;
  std::size_t down_;
  std::size_t taps_ = 0;             // a phase
  std::vector<float> coefficients_;  // [phase][tap], oldest sample first
  std::vector<float> window_;        // taps - 1 samples of the past, then the block
  std::size_t position_ = 0;         // of the next output, in 1/up of an input sample from the block's start
  double delay_samples_ = 0;
};

}  // namespace hookswitch
