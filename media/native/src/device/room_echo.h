// What a simulated card's microphone picks up of its own sound: one reflection, later and softer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace hookswitch {

struct Reflection {
  int delay_ms = 0;
  int loss_db = 0;
};

class RoomEcho {
 public:
  /// Allocates. `longest` is the most that is played or picked up at a time.
  void prepare(const Reflection& room, int rate, std::size_t longest);
  /// As many samples each time as are picked up then.
  void played(std::span<const std::int16_t> pcm);
  /// Adds what comes back.
  void picked_up(std::span<std::int16_t> pcm);

 private:
  std::vector<std::int16_t> on_the_way_;
  std::size_t write_ = 0;
  std::size_t read_ = 0;
  float factor_ = 0;
};

}  // namespace hookswitch
