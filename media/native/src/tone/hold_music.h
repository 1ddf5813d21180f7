// What a call hears that is not heard itself: music from its beginning, again and again, or silence.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hookswitch {

class HoldMusic {
 public:
  explicit HoldMusic(int rate) : frame_(static_cast<std::size_t>(rate / 100)) {}

  void play(bool on) {
    on_ = on;
    at_ = 0;
  }

  /// 10 ms of `music`, which may be another one each time.
  std::span<const std::int16_t> tick(std::span<const std::int16_t> music) {
    if (!on_ || music.empty()) {
      std::fill(frame_.begin(), frame_.end(), std::int16_t{0});
      return frame_;
    }
    for (std::int16_t& sample : frame_) {
      if (at_ >= music.size()) at_ = 0;
      sample = music[at_++];
    }
    return frame_;
  }

 private:
  bool on_ = false;
  std::size_t at_ = 0;
  std::vector<std::int16_t> frame_;
};

}  // namespace hookswitch
