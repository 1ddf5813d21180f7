// G.722 (ITU-T Rec. G.722, 09/2012) at 64 kbit/s: 7 kHz of sound in two sub-bands of ADPCM. RFC 3551 §4.5.2: the RTP clock says
// 8000 although 16,000 samples a second are heard.
//
// Bit-exact: names in capitals are the Recommendation's blocks (§6.2). Checked against the ITU's Software Tool Library: its
// speech vectors (codes and all that comes out), and millions of random samples and codes through the library's own coder. The
// CRC-32s of what short synthetic signals give are in test/g722_test.cc.
#include <algorithm>
#include <array>

#include "codec/codec.h"

namespace hookswitch {
namespace {

constexpr int saturate(int value) { return std::clamp(value, -32768, 32767); }
constexpr int limit(int value) { return std::clamp(value, -16384, 16383); }
/// Product of two numbers in Q15.
constexpr int multiply(int a, int b) { return (a * b) >> 15; }

/// Table 14: the inverse of the logarithm.
constexpr std::array<int, 32> kInverseLog = {2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543,
                                             2599, 2656, 2714, 2774, 2834, 2896, 2960, 3025, 3091, 3158, 3228,
                                             3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008};

/// The prediction and the step size of one sub-band: the same in encoder and decoder.
class SubBand {
 public:
  SubBand(int initial_step, int largest_log, int log_offset)
      : step_(initial_step), largest_log_(largest_log), log_offset_(log_offset) {}

  int prediction() const { return prediction_; }
  int step() const { return step_; }

  /// `difference` is what the quantizer made of the difference to the prediction; `log_change` its step in table W.
  void adapt(int difference, int log_change) {
    adapt_step(log_change);
    differences_[0] = difference;
    const int partial = saturate(zeros_ + difference);             // PARREC
    const int reconstructed = saturate(prediction_ + difference);  // RECONS
    adapt_zeros();
    adapt_poles(partial);
    predict(reconstructed);
  }

 private:
  /// LOGSCL, SCALEL; LOGSCH, SCALEH.
  void adapt_step(int log_change) {
    log_ = std::clamp(multiply(log_, 32512) + log_change, 0, largest_log_);
    const int shift = log_offset_ - (log_ >> 11);
    const int mantissa = kInverseLog[static_cast<std::size_t>((log_ >> 6) & 31)];
    step_ = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
  }

  /// UPZERO.
  void adapt_zeros() {
    const int amount = differences_[0] == 0 ? 0 : 128;
    for (std::size_t i = 1; i < differences_.size(); ++i) {
      const bool same_sign = (differences_[i] < 0) == (differences_[0] < 0);
      zero_coefficients_[i] = saturate((same_sign ? amount : -amount) + multiply(zero_coefficients_[i], 32640));
    }
  }

  /// UPPOL2, UPPOL1.
  void adapt_poles(int partial) {
    const bool same_as_last = (partial < 0) == (last_partial_ < 0);
    const bool same_as_before = (partial < 0) == (partial_before_ < 0);
    const int first = saturate(4 * pole_1_);
    const int pull = std::min(same_as_last ? -first : first, 32767) >> 7;
    pole_2_ = std::clamp(pull + (same_as_before ? 128 : -128) + multiply(pole_2_, 32512), -12288, 12288);
    const int bound = 15360 - pole_2_;
    pole_1_ = std::clamp(saturate((same_as_last ? 192 : -192) + multiply(pole_1_, 32640)), -bound, bound);
    partial_before_ = last_partial_;
    last_partial_ = partial;
  }

  /// DELAYA, FILTEP, FILTEZ, PREDIC.
  void predict(int reconstructed) {
    const int poles =
        saturate(multiply(pole_1_, saturate(2 * reconstructed)) + multiply(pole_2_, saturate(2 * last_reconstructed_)));
    last_reconstructed_ = reconstructed;
    zeros_ = 0;
    for (std::size_t i = differences_.size() - 1; i > 0; --i) {
      differences_[i] = differences_[i - 1];
      zeros_ = saturate(zeros_ + multiply(zero_coefficients_[i], saturate(2 * differences_[i])));
    }
    prediction_ = saturate(poles + zeros_);
  }

  int step_;
  int largest_log_;
  int log_offset_;
  int log_ = 0;
  int prediction_ = 0;
  int zeros_ = 0;
  int pole_1_ = 0;
  int pole_2_ = 0;
  int last_partial_ = 0;
  int partial_before_ = 0;
  int last_reconstructed_ = 0;
  std::array<int, 7> zero_coefficients_{};
  std::array<int, 7> differences_{};
};

// Lower band: 60 levels in 6 bits, of which the predictor uses the upper four.

/// Table 5: decision levels.
constexpr std::array<int, 30> kDecisions = {0,   35,  72,  110, 150, 190, 233,  276,  323,  370,  422,  473,  530,  587,  650, 714,
                                            786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919};
/// Table 6, 6 bits: what a code means, in steps.
constexpr std::array<int, 64> kLevels6 = {
    -136,  -136,  -136,  -136,  -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
    -7192, -6576, -6000, -5456, -4944,  -4464,  -4008,  -3576,  -3168,  -2776,  -2400,  -2032,  -1688,  -1360, -1040, -728,
    24808, 21904, 19008, 16704, 14984,  13512,  12280,  11192,  10232,  9360,   8576,   7856,   7192,   6576,  6000,  5456,
    4944,  4464,  4008,  3576,  3168,   2776,   2400,   2032,   1688,   1360,   1040,   728,    432,    136,   -432,  -136};
/// Table 6, 4 bits.
constexpr std::array<int, 16> kLevels4 = {0,     -20456, -12896, -8968, -6288, -4240, -2584, -1200,
                                          20456, 12896,  8968,   6288,  4240,  2584,  1200,  0};
/// Table 8 by the 4-bit code.
constexpr std::array<int, 16> kLowLogChanges = {-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60};

class LowBand {
 public:
  unsigned encode(int sample) {
    const int error = saturate(sample - band_.prediction());
    const int magnitude = error < 0 ? ~error : error;
    // QUANTL: the first interval whose upper decision level lies above.
    unsigned interval = 1;
    while (interval < 30 && magnitude >= (kDecisions[interval] * band_.step()) >> 12) ++interval;
    const unsigned code = error >= 0 ? 62 - interval : (interval < 3 ? 64 - interval : 34 - interval);
    adapt(code);
    return code;
  }

  int decode(unsigned code) {
    const int sample = limit(saturate(band_.prediction() + multiply(band_.step(), kLevels6[code])));
    adapt(code);
    return sample;
  }

 private:
  void adapt(unsigned code) { band_.adapt(multiply(band_.step(), kLevels4[code >> 2]), kLowLogChanges[code >> 2]); }
  SubBand band_{32, 18432, 8};
};

// Higher band: four levels in two bits.

/// Tables 9 to 13 by the code.
constexpr std::array<int, 4> kHighLevels = {-7408, -1616, 7408, 1616};
constexpr std::array<int, 4> kHighLogChanges = {798, -214, 798, -214};

class HighBand {
 public:
  unsigned encode(int sample) {
    const int error = saturate(sample - band_.prediction());
    const int magnitude = error < 0 ? ~error : error;
    const unsigned inner = magnitude < (564 * band_.step()) >> 12 ? 1 : 0;  // QUANTH
    const unsigned code = (error < 0 ? 0U : 2U) + inner;
    adapt(code);
    return code;
  }

  int decode(unsigned code) {
    const int sample = limit(saturate(band_.prediction() + multiply(band_.step(), kHighLevels[code])));
    adapt(code);
    return sample;
  }

 private:
  void adapt(unsigned code) { band_.adapt(multiply(band_.step(), kHighLevels[code]), kHighLogChanges[code]); }
  SubBand band_{8, 22528, 10};
};

/// Table 4, every second coefficient of the symmetrical quadrature mirror filter; the others are these backwards.
constexpr std::array<int, 12> kMirrorFilter = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

/// Two samples in, two filter sums out.
class MirrorFilter {
 public:
  struct Sums {
    int even;
    int odd;
  };
  Sums process(int newer, int older) {
    // A ring written twice: the newest twelve pairs lie in a row from `at_`.
    at_ = (at_ + 11) % 12;
    newer_[at_] = newer_[at_ + 12] = newer;
    older_[at_] = older_[at_ + 12] = older;
    Sums sums{0, 0};
    for (std::size_t i = 0; i < 12; ++i) {
      sums.even += kMirrorFilter[i] * newer_[at_ + i];
      sums.odd += kMirrorFilter[11 - i] * older_[at_ + i];
    }
    return sums;
  }

 private:
  std::array<int, 24> newer_{};
  std::array<int, 24> older_{};
  std::size_t at_ = 0;
};

class G722 final : public Codec {
 public:
  int clock_rate() const override { return 8000; }
  int sample_rate() const override { return 16000; }

  std::size_t frame_samples(int packet_ms) const override {
    return packet_ms > 0 ? static_cast<std::size_t>(packet_ms) * 16 : 0;
  }

  std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) override {
    const std::size_t count = std::min(pcm.size() / 2, out.size());
    for (std::size_t i = 0; i < count; ++i) {
      const auto [even, odd] = analysis_.process(pcm[2 * i + 1], pcm[2 * i]);
      const unsigned low = low_encoder_.encode(limit((even + odd) >> 14));
      const unsigned high = high_encoder_.encode(limit((even - odd) >> 14));
      out[i] = static_cast<std::uint8_t>((high << 6) | low);
    }
    return count;
  }

  std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> pcm) override {
    const std::size_t count = std::min(payload.size(), pcm.size() / 2);
    for (std::size_t i = 0; i < count; ++i) {
      const int low = decoder_.low.decode(payload[i] & 0x3FU);
      const int high = decoder_.high.decode(payload[i] >> 6);
      const auto [even, odd] = decoder_.synthesis.process(low - high, low + high);
      pcm[2 * i] = static_cast<std::int16_t>(saturate(even >> 11));
      pcm[2 * i + 1] = static_cast<std::int16_t>(saturate(odd >> 11));
    }
    return 2 * count;
  }

  void reset_decoder() override { decoder_ = Decoder(); }

 private:
  struct Decoder {
    LowBand low;
    HighBand high;
    MirrorFilter synthesis;
  };

  MirrorFilter analysis_;
  LowBand low_encoder_;
  HighBand high_encoder_;
  Decoder decoder_;
};

const CodecRegistration g722("G722", [](const CodecParameters&) -> std::unique_ptr<Codec> { return std::make_unique<G722>(); });

}  // namespace
}  // namespace hookswitch
