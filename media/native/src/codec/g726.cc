// G.726 (ITU-T Rec. G.726, 12/1990): ADPCM at 16, 24, 32 and 40 kbit/s, for linear PCM (Annex A). RFC 3551 §4.5.4: `G726-32`
// packs the first code into the lowest bits of an octet, `AAL2-G726-32` into the highest.
//
// Names in capitals are the Recommendation's blocks (§4.2). Checked against the test sequences of the ITU's Software Tool
// Library: all codes of all four rates; CRC-32s of short synthetic signals are in test/g726_test.cc.
#include <algorithm>
#include <array>
#include <bit>

#include "codec/codec.h"

namespace hookswitch {
namespace {

/// Of one rate; columns by the magnitude of the code (tables 5 to 14).
struct Rate {
  int bits;
  /// Decision levels of the logarithmic quantizer between the magnitudes.
  std::array<int, 15> decisions;
  /// Quantizer output, base 2 logarithm in Q7.
  std::array<int, 16> levels;
  /// W(I) in Q4 of scale factor adaptation, times 32.
  std::array<int, 16> multipliers;
  /// F(I) of speed control.
  std::array<int, 16> speeds;
  int magnitudes() const { return 1 << (bits - 1); }
};

constexpr int kNothing = -2048;

constexpr Rate k16{2, {261}, {116, 365}, {-704, 14048}, {0, 7}};
constexpr Rate k24{3, {8, 218, 331}, {kNothing, 135, 273, 373}, {-128, 960, 4384, 18624}, {0, 1, 2, 7}};
constexpr Rate k32{4,
                   {-124, 80, 178, 246, 300, 349, 400},
                   {kNothing, 4, 135, 213, 273, 323, 373, 425},
                   {-384, 576, 1312, 2048, 3584, 6336, 11360, 35904},
                   {0, 0, 0, 1, 1, 1, 3, 7}};
constexpr Rate k40{5,
                   {-122, -16, 68, 139, 198, 250, 298, 339, 378, 413, 445, 475, 502, 528, 553},
                   {kNothing, -66, 28, 104, 169, 224, 274, 318, 358, 395, 429, 459, 488, 514, 539, 566},
                   {448, 448, 768, 1248, 1280, 1312, 1856, 3200, 4512, 5728, 7008, 8960, 11456, 14080, 16928, 22272},
                   {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6}};

/// The Recommendation's adders have 16 bits and no saturation.
int wrap(int value) { return static_cast<std::int16_t>(value); }

int width(int value) { return static_cast<int>(std::bit_width(static_cast<unsigned>(value))); }

/// The predictor's floating point: sign, 4 bits of exponent, 6 of mantissa (FLOATA, FLOATB).
struct Float {
  bool negative = false;
  int exponent = 0;
  int mantissa = 32;

  static Float of(int magnitude, bool negative) {
    const int exponent = width(magnitude);
    return {negative, exponent, magnitude == 0 ? 32 : (magnitude << 6) >> exponent};
  }
};

/// FMULT: a coefficient in Q14 times a float.
int multiply(int coefficient, const Float& by) {
  const int quarter = coefficient >> 2;
  const bool negative = quarter < 0;
  const int magnitude = negative ? -quarter & 0x1FFF : quarter;
  const int exponent = width(magnitude);
  const int mantissa = magnitude == 0 ? 32 : (magnitude << 6) >> exponent;
  const int product = (mantissa * by.mantissa + 48) >> 4;
  const int shift = exponent + by.exponent - 19;
  const int result = shift >= 0 ? (product << shift) & 0x7FFF : product >> -std::max(shift, -31);
  return negative != by.negative ? -result : result;
}

/// The state that encoder and decoder share, and one step of it.
class Adpcm {
 public:
  explicit Adpcm(const Rate& rate) : rate_(rate) {}

  /// 14-bit PCM in, a code out.
  unsigned encode(int sample) {
    predict();
    const unsigned code = quantize(sample - estimate_);
    adapt(code);
    return code;
  }

  /// Returns 16-bit samples.
  int decode(unsigned code) {
    predict();
    return adapt(code);
  }

 private:
  /// Signal estimate and scale factor of the sample to come (ACCUM, MIX).
  void predict() {
    int zeros = 0;
    for (std::size_t i = 0; i < zeros_.size(); ++i) zeros += multiply(zeros_[i], differences_[i]);
    const int poles = multiply(poles_[1], reconstructed_[1]) + multiply(poles_[0], reconstructed_[0]);
    zero_estimate_ = wrap(zeros) >> 1;
    estimate_ = wrap(zeros + poles) >> 1;
    const int slow = slow_scale_ >> 6;
    const int difference = fast_scale_ - slow;
    const int weight = std::min(speed_ >> 2, 64);
    // MIX works on magnitudes: rounded towards the slow one.
    const int share = difference >= 0 ? (difference * weight) >> 6 : -((-difference * weight) >> 6);
    scale_ = slow + share;
  }

  /// LOG, SUBTB, QUAN.
  unsigned quantize(int difference) const {
    const int magnitude = difference < 0 ? -difference : difference;
    const int exponent = width(magnitude >> 1);
    const int logarithm = (exponent << 7) + (((magnitude << 7) >> exponent) & 0x7F) - (scale_ >> 2);
    const int count = rate_.magnitudes() - 1;
    int interval = 0;
    while (interval < count && logarithm >= rate_.decisions[static_cast<std::size_t>(interval)]) ++interval;
    const auto all_ones = static_cast<unsigned>((1 << rate_.bits) - 1);
    if (difference < 0) return all_ones - static_cast<unsigned>(interval);
    // Nothing has no positive code, but at 16 kbit/s there is no code for nothing.
    return interval == 0 && rate_.bits > 2 ? all_ones : static_cast<unsigned>(interval);
  }

  /// Takes the code into the state and returns the reconstructed sample in 16 bits.
  int adapt(unsigned code) {
    const bool negative = (code >> (rate_.bits - 1)) != 0;
    const auto magnitude_code = static_cast<std::size_t>(negative ? ((1U << rate_.bits) - 1) - code : code);
    // RECONST, ADDA, ANTILOG.
    const int logarithm = rate_.levels[magnitude_code] + (scale_ >> 2);
    const int magnitude = logarithm < 0 ? 0 : ((128 + (logarithm & 127)) << 7) >> (14 - (logarithm >> 7));
    const int difference = negative ? -magnitude : magnitude;
    const int reconstructed = wrap(estimate_ + difference);  // ADDB
    const int partial = wrap(zero_estimate_ + difference);  // ADDC
    const bool transition = detect_transition(magnitude);
    adapt_scale(rate_.multipliers[magnitude_code]);
    adapt_predictor(difference, negative, partial, transition);
    remember(Float::of(magnitude, negative), reconstructed, partial);
    // TONE: a partial band signal.
    tone_ = !transition && poles_[1] < -11776;
    adapt_speed(rate_.speeds[magnitude_code], transition);
    return std::clamp(reconstructed * 4, -32768, 32767);
  }

  /// TRANS: a jump right after a tone, as modems make.
  bool detect_transition(int magnitude) const {
    if (!tone_) return false;
    const int whole = slow_scale_ >> 15;
    const int threshold = whole > 9 ? 31 << 10 : (32 + ((slow_scale_ >> 10) & 31)) << whole;
    return magnitude > (threshold + (threshold >> 1)) >> 1;
  }

  /// FUNCTW, FILTD, LIMB, FILTE.
  void adapt_scale(int multiplier) {
    fast_scale_ = std::clamp(scale_ + ((multiplier - scale_) >> 5), 544, 5120);
    slow_scale_ += fast_scale_ + ((-slow_scale_) >> 6);
  }

  /// UPA1, UPA2, LIMC, LIMD, UPB, TRIGB.
  void adapt_predictor(int difference, bool negative, int partial, bool transition) {
    if (transition) {
      poles_ = {};
      zeros_ = {};
      return;
    }
    const bool sign = partial < 0;
    int second = poles_[1] - (poles_[1] >> 7);
    int first = poles_[0] - (poles_[0] >> 8);
    if (partial != 0) {
      const int pull = sign != signs_[0] ? poles_[0] : -poles_[0];
      second += pull < -8191 ? -256 : pull > 8191 ? 255 : pull >> 5;
      second += sign != signs_[1] ? -128 : 128;
      first += sign != signs_[0] ? -192 : 192;
    }
    poles_[1] = std::clamp(second, -12288, 12288);
    const int bound = 15360 - poles_[1];
    poles_[0] = std::clamp(first, -bound, bound);
    const int leak = rate_.bits == 5 ? 9 : 8;
    for (std::size_t i = 0; i < zeros_.size(); ++i) {
      zeros_[i] -= zeros_[i] >> leak;
      if (difference != 0) zeros_[i] += negative == differences_[i].negative ? 128 : -128;
    }
  }

  void remember(const Float& difference, int reconstructed, int partial) {
    std::shift_right(differences_.begin(), differences_.end(), 1);
    differences_[0] = difference;
    reconstructed_[1] = reconstructed_[0];
    // FLOATB has no room for -32768.
    const int magnitude = reconstructed < 0 ? -reconstructed & 0x7FFF : reconstructed;
    reconstructed_[0] = Float::of(magnitude, reconstructed < 0);
    signs_[1] = signs_[0];
    signs_[0] = partial < 0;
  }

  /// FILTA, FILTB, SUBTC, FILTC, TRIGA.
  void adapt_speed(int speed, bool transition) {
    short_average_ += ((speed << 9) - short_average_) >> 5;
    long_average_ += ((speed << 11) - long_average_) >> 7;
    if (transition) {
      speed_ = 256;
      return;
    }
    const int change = (short_average_ << 2) - long_average_;
    const bool quick = scale_ < 1536 || tone_ || (change < 0 ? -change : change) >= long_average_ >> 3;
    speed_ += ((quick ? 512 : 0) - speed_) >> 4;
  }

  Rate rate_;
  int estimate_ = 0;
  int zero_estimate_ = 0;
  int scale_ = 544;
  int fast_scale_ = 544;
  int slow_scale_ = 34816;
  int short_average_ = 0;
  int long_average_ = 0;
  int speed_ = 0;
  bool tone_ = false;
  std::array<int, 2> poles_{};
  std::array<int, 6> zeros_{};
  std::array<Float, 6> differences_{};
  std::array<Float, 2> reconstructed_{};
  std::array<bool, 2> signs_{};
};

enum class Packing { lowest_bits_first, highest_bits_first };

template <const Rate& kRate, Packing kPacking>
class G726 final : public Codec {
 public:
  int clock_rate() const override { return 8000; }

  std::size_t frame_samples(int packet_ms) const override {
    // Eight samples fill whole octets at every rate.
    return packet_ms > 0 ? static_cast<std::size_t>(packet_ms) * 8 : 0;
  }

  std::size_t encode(std::span<const std::int16_t> pcm, std::span<std::uint8_t> out) override {
    std::size_t size = 0;
    unsigned bits = 0;
    int held = 0;
    for (const std::int16_t sample : pcm) {
      const unsigned code = encoder_.encode(sample >> 2);
      bits = kPacking == Packing::lowest_bits_first ? bits | (code << held) : (bits << kRate.bits) | code;
      held += kRate.bits;
      if (held < 8) continue;
      if (size == out.size()) return size;
      held -= 8;
      if (kPacking == Packing::lowest_bits_first) {
        out[size++] = static_cast<std::uint8_t>(bits);
        bits >>= 8;
      } else {
        out[size++] = static_cast<std::uint8_t>(bits >> held);
        bits &= (1U << held) - 1;
      }
    }
    return size;
  }

  std::size_t decode(std::span<const std::uint8_t> payload, std::span<std::int16_t> pcm) override {
    const std::size_t count = std::min(payload.size() * 8 / kRate.bits, pcm.size());
    constexpr unsigned mask = (1U << kRate.bits) - 1;
    std::size_t next = 0;
    unsigned bits = 0;
    int held = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (held < kRate.bits) {
        bits = kPacking == Packing::lowest_bits_first ? bits | (unsigned{payload[next]} << held) : (bits << 8) | payload[next];
        ++next;
        held += 8;
      }
      held -= kRate.bits;
      const unsigned code = (kPacking == Packing::lowest_bits_first ? bits : bits >> held) & mask;
      if (kPacking == Packing::lowest_bits_first) bits >>= kRate.bits;
      pcm[i] = static_cast<std::int16_t>(decoder_.decode(code));
    }
    return count;
  }

  void reset_decoder() override { decoder_ = Adpcm(kRate); }

 private:
  Adpcm encoder_{kRate};
  Adpcm decoder_{kRate};
};

template <const Rate& kRate, Packing kPacking>
std::unique_ptr<Codec> make(const CodecParameters&) {
  return std::make_unique<G726<kRate, kPacking>>();
}

const CodecRegistration g726_16("G726-16", make<k16, Packing::lowest_bits_first>);
const CodecRegistration g726_24("G726-24", make<k24, Packing::lowest_bits_first>);
const CodecRegistration g726_32("G726-32", make<k32, Packing::lowest_bits_first>);
const CodecRegistration g726_40("G726-40", make<k40, Packing::lowest_bits_first>);
const CodecRegistration aal2_16("AAL2-G726-16", make<k16, Packing::highest_bits_first>);
const CodecRegistration aal2_24("AAL2-G726-24", make<k24, Packing::highest_bits_first>);
const CodecRegistration aal2_32("AAL2-G726-32", make<k32, Packing::highest_bits_first>);
const CodecRegistration aal2_40("AAL2-G726-40", make<k40, Packing::highest_bits_first>);

}  // namespace
}  // namespace hookswitch
