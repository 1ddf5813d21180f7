// The codecs that a session accepts, by payload type; all of them give PCM of the core's rate.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "codec/codec.h"
#include "dsp/resampler.h"
#include "quality/e_model.h"

namespace hookswitch {

class DecoderBank {
 public:
  explicit DecoderBank(int core_rate) : core_rate_(core_rate) {}

  /// False when there is no such codec. Allocates.
  bool add(uint8_t payload_type, std::string_view name, const CodecParameters& parameters = {});
  bool knows(uint8_t payload_type) const { return find(payload_type) != nullptr; }
  /// 0 for a payload type that is not known.
  int clock_rate(uint8_t payload_type) const;
  /// Of the packet that was decoded last.
  CodecImpairment impairment() const { return current_ == nullptr ? CodecImpairment{} : current_->impairment; }
  /// Forgets the signal, for another source.
  void reset();
  /// Appends what the payload holds; allocates only beyond what `out` has reserved.
  void decode(uint8_t payload_type, std::span<const uint8_t> payload, std::vector<int16_t>& out);

  /// The packet that was decoded last announced a pause: what is missing now is no loss, and `conceal` is comfort noise.
  bool in_pause() const { return current_ != nullptr && current_->codec->in_pause(); }
  /// Appends `samples` (of the core's rate, whole 10 ms) that the codec of the packet decoded last makes of sound that did not
  /// come. False and nothing appended: that codec has no concealment of its own.
  bool conceal(size_t samples, std::vector<int16_t>& out);
  /// Appends the last `samples` (as above) that were lost before the packet, out of the redundancy in it; the packet itself is to
  /// be decoded afterwards. False and nothing appended: it carries none, or is of another codec than what was heard before.
  bool decode_redundancy(uint8_t payload_type, std::span<const uint8_t> next, size_t samples, std::vector<int16_t>& out);

 private:
  struct Entry {
    uint8_t payload_type;
    std::unique_ptr<Codec> codec;
    std::unique_ptr<Resampler> resampler;
    CodecImpairment impairment;
  };
  const Entry* find(uint8_t payload_type) const;
  size_t codec_samples(const Entry& entry, size_t core_samples) const;
  void append(const Entry& entry, std::span<const int16_t> pcm, std::vector<int16_t>& out);

  int core_rate_;
  std::vector<Entry> entries_;
  /// Of the packet that was decoded last.
  const Entry* current_ = nullptr;
  std::vector<int16_t> scratch_;
};

}  // namespace hookswitch
