// Whether somebody talks: the level against a noise floor that is followed, with hang-over. In doubt it is speech.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace hookswitch {

class VoiceActivity {
 public:
  /// Takes 10 ms of any rate. True while speech goes on and some time after.
  bool hear(std::span<const std::int16_t> pcm);
  void reset() { *this = VoiceActivity(); }

 private:
  float floor_db_ = -100;
  bool known_ = false;
  int hang_over_ = 0;
};

}  // namespace hookswitch
