// Sessions whose parties hear each other: each is sent the sum of the others and, where it is connected, of us, never itself.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "mixer/voice.h"

namespace hookswitch {

class Conference {
 public:
  /// Told apart by numbers from 1.
  static constexpr size_t kMaxGroups = 8;

  explicit Conference(size_t samples);

  /// Begins a tick: forgets the sums.
  void begin();
  void add(const Voice& voice);
  /// What the party of this voice is to hear; `microphone` empty where it does not hear us. Valid until the next call.
  std::span<const int16_t> minus(Voice& voice, std::span<const int16_t> microphone);

 private:
  struct Sum {
    std::vector<int32_t> samples;
    bool used = false;
  };

  std::array<Sum, kMaxGroups + 1> groups_;
  std::vector<int32_t> others_;
  std::vector<int16_t> out_;
};

}  // namespace hookswitch
