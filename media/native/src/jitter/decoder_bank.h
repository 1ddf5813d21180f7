// The codecs that a session accepts, by payload type; all of them give PCM of the core's rate.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "codec/codec.h"
#include "dsp/resampler.h"

namespace hookswitch {

class DecoderBank {
 public:
  explicit DecoderBank(int core_rate) : core_rate_(core_rate) {}

  /// False when there is no such codec. Allocates.
  bool add(uint8_t payload_type, std::string_view name, const CodecParameters& parameters = {});
  bool knows(uint8_t payload_type) const { return find(payload_type) != nullptr; }
  /// 0 for a payload type that is not known.
  int clock_rate(uint8_t payload_type) const;
  /// Forgets the signal, for another source.
  void reset();
  /// Appends what the payload holds; allocates only beyond what `out` has reserved.
  void decode(uint8_t payload_type, std::span<const uint8_t> payload, std::vector<int16_t>& out);

 private:
  struct Entry {
    uint8_t payload_type;
    std::unique_ptr<Codec> codec;
    std::unique_ptr<Resampler> resampler;
  };
  const Entry* find(uint8_t payload_type) const;

  int core_rate_;
  std::vector<Entry> entries_;
  std::vector<int16_t> scratch_;
};

}  // namespace hookswitch
