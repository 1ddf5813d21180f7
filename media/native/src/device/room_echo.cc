// A queue that begins with the silence of the way.
#include "device/room_echo.h"

#include <cmath>

#include "dsp/gain.h"

namespace hookswitch {

void RoomEcho::prepare(const Reflection& room, int rate, std::size_t longest) {
  const auto delay = static_cast<std::size_t>(room.delay_ms) * static_cast<std::size_t>(rate) / 1000;
  on_the_way_.assign(delay + longest, 0);
  read_ = 0;
  write_ = delay % on_the_way_.size();
  factor_ = std::pow(10.0F, -static_cast<float>(room.loss_db) / 20.0F);
}

void RoomEcho::played(std::span<const std::int16_t> pcm) {
  for (const std::int16_t sample : pcm) {
    on_the_way_[write_] = static_cast<std::int16_t>(std::lrint(static_cast<float>(sample) * factor_));
    write_ = (write_ + 1) % on_the_way_.size();
  }
}

void RoomEcho::picked_up(std::span<std::int16_t> pcm) {
  for (std::int16_t& sample : pcm) {
    sample = saturate(sample + on_the_way_[read_]);
    on_the_way_[read_] = 0;
    read_ = (read_ + 1) % on_the_way_.size();
  }
}

}  // namespace hookswitch
