// What the linear canceller leaves of the echo is turned down while nobody speaks here, and replaced by the room's own noise; while the
// canceller has not learnt the room, it is a voice switch: the louder side speaks (half duplex).
#pragma once

#include <cstdint>
#include <span>

namespace hookswitch {

/// Mean squares of one frame.
struct EchoPowers {
  /// Played, what came to the microphone, the echo that was found in it, and what is left.
  float far = 0;
  float microphone = 0;
  float echo = 0;
  float residual = 0;
  /// Of the echo that was found with the microphone.
  float product = 0;
};

class ResidualSuppressor {
 public:
  explicit ResidualSuppressor(bool comfort_noise = true) : comfort_noise_(comfort_noise) {}

  /// 10 ms: looks at the frame's powers. What `apply` is then given may be later than they are.
  void observe(const EchoPowers& powers);
  void apply(std::span<std::int16_t> frame);

  bool converged() const { return converged_; }
  /// The loudspeaker is heard, and no person.
  bool echo_alone() const { return echo_heard_ && hangover_ == 0; }
  /// The path is another.
  void reset() { *this = ResidualSuppressor(comfort_noise_); }

 private:
  void judge_convergence(const EchoPowers& powers);
  void judge_coupling(const EchoPowers& powers);
  float noise();

  bool comfort_noise_;
  bool echo_heard_ = false;
  float far_peak_ = 0;
  float echo_peak_ = 0;
  /// What comes back of what is played, at most, before the canceller knows.
  float coupling_ = 1;
  /// The same of the span that runs.
  float coupling_now_ = 0;
  int coupling_frames_ = 0;
  /// Residual over echo while the far side talks alone.
  float leak_ = 0.5F;
  float microphone_ = 0;
  float residual_ = 0;
  float echo_ = 0;
  float product_ = 0;
  bool converged_ = false;
  int active_frames_ = 0;
  int hangover_ = 0;
  float floor_ = 100;
  float gain_ = 1;
  float target_ = 1;
  std::uint32_t dice_ = 1;
  float noise_before_ = 0;
};

}  // namespace hookswitch
