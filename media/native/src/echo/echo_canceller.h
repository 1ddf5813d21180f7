// Takes out of the microphone what came from the loudspeaker.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

namespace hookswitch {

struct EchoSettings {
  /// False: what comes back is only suppressed, and nobody hears both sides at once (half duplex).
  bool cancels = true;
  /// What the linear filter can not take out is suppressed while nobody speaks here.
  bool suppresses = true;
  /// Under suppression the room goes on to be heard.
  bool comfort_noise = true;
  /// Echo paths differ: a room's, or that of a handset's shell.
  int tail_ms = 128;
  /// Searches for delays of up to 300 ms; without it the device's latency is believed.
  bool finds_delay = true;
  /// Steady noise is lowered by so many dB; 0: not.
  int noise_reduction_db = 0;
};

/// Frames are 10 ms at 16 kHz.
class EchoCanceller {
 public:
  virtual ~EchoCanceller() = default;
  /// `far` is what was handed to the loudspeaker last when `near` was taken. Never allocates or waits. What comes out may be 10 ms
  /// late.
  virtual void process(std::span<const std::int16_t> far, std::span<std::int16_t> near) = 0;
  /// Another path; from playing to hearing it takes about `latency_ms`.
  virtual void reset(int latency_ms) = 0;

  /// It has learnt the room.
  virtual bool converged() const = 0;
  /// The loudspeaker is heard, and no person.
  virtual bool echo_alone() const = 0;
};

/// By a thread that may allocate. Without a library that cancels: half duplex.
std::unique_ptr<EchoCanceller> make_echo_canceller(const EchoSettings& settings);

}  // namespace hookswitch
