// A person, a loudspeaker and a microphone in a room, for tests of echo cancellers: speech-like signals, impulse responses, and one
// conversation with its measures.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "signals.h"

namespace hookswitch::test {

inline constexpr int kRoomRate = 16000;
inline constexpr std::size_t kRoomFrame = kRoomRate / 100;

class RoomDice {
 public:
  explicit RoomDice(std::uint32_t seed) : state_(seed * 2654435761U + 1) {}
  /// 0 to 1.
  double roll() {
    state_ = state_ * 1664525U + 1013904223U;
    return static_cast<double>(state_ >> 8) / 16777216.0;
  }
  double between(double low, double high) { return low + (high - low) * roll(); }

 private:
  std::uint32_t state_;
};

/// Syllables of gliding vowels and hisses with the pauses of talk; the active level is about -24 dB of full scale.
inline std::vector<std::int16_t> talk(std::uint32_t seed, double seconds, double pitch_hz) {
  RoomDice dice(seed);
  const auto count = static_cast<std::size_t>(seconds * kRoomRate);
  std::vector<std::int16_t> out(count);
  std::size_t at = 0;
  while (at < count) {
    const auto length = std::min(count - at, static_cast<std::size_t>(dice.between(0.09, 0.28) * kRoomRate));
    const bool hiss = dice.roll() < 0.25;
    const double loud = dice.between(0.35, 1.0);
    const double formants[] = {dice.between(300, 800), dice.between(900, 2200), dice.between(2300, 3400)};
    const double pitch = pitch_hz * dice.between(0.85, 1.25);
    const double glide = dice.between(-60, 60);
    std::vector<double> weights;
    for (int k = 1; k * pitch < 6000.0; ++k) {
      double weight = 0.02 / k;
      double strength = 1.0;
      for (const double formant : formants) {
        weight += strength / (1.0 + std::pow((k * pitch - formant) / 110.0, 2.0));
        strength *= 0.45;
      }
      weights.push_back(weight);
    }
    double before = 0;
    for (std::size_t i = 0; i < length; ++i) {
      const double t = static_cast<double>(i) / kRoomRate;
      const double shape = std::sin(std::numbers::pi * static_cast<double>(i) / static_cast<double>(length));
      double sum = 0;
      if (hiss) {
        const double white = dice.between(-1, 1);
        sum = (white - 0.8 * before) * 0.9;
        before = white;
      } else {
        const double turns = pitch * t + glide * t * t / 2.0;
        for (std::size_t k = 0; k < weights.size(); ++k) {
          const auto harmonic = static_cast<double>(k + 1);
          sum += weights[k] * std::sin(2.0 * std::numbers::pi * harmonic * turns + harmonic * harmonic * 0.7);
        }
        sum += dice.between(-0.03, 0.03);
      }
      out[at + i] = static_cast<std::int16_t>(std::lrint(std::clamp(sum * shape * loud * 3000.0, -30000.0, 30000.0)));
    }
    at += length;
    if (dice.roll() < 0.25) at += static_cast<std::size_t>(dice.between(0.1, 0.4) * kRoomRate);
  }
  return out;
}

struct Room {
  /// The sound has fallen by 60 dB after this time.
  int tail_ms = 64;
  int delay_ms = 10;
  /// Echo below what is played.
  double loss_db = 6;
  /// 0: a linear loudspeaker; 1: one that is driven into its limits.
  double bend = 0;
  double noise_amplitude = 3;
};

inline std::vector<float> impulse_response(const Room& room, std::uint32_t seed) {
  RoomDice dice(seed);
  const auto delay = static_cast<std::size_t>(room.delay_ms * kRoomRate / 1000);
  const auto tail = static_cast<std::size_t>(room.tail_ms * kRoomRate / 1000);
  std::vector<float> taps(delay + tail);
  double energy = 0;
  for (std::size_t i = 0; i < tail; ++i) {
    const double decay = std::pow(10.0, -3.0 * static_cast<double>(i) / static_cast<double>(tail));
    const double tap = i == 0 ? 1.0 : dice.between(-0.35, 0.35) * decay;
    taps[delay + i] = static_cast<float>(tap);
    energy += tap * tap;
  }
  const auto scale = static_cast<float>(std::pow(10.0, -room.loss_db / 20.0) / std::sqrt(energy));
  for (float& tap : taps) tap *= scale;
  return taps;
}

inline std::vector<float> echo_of(std::span<const std::int16_t> played, const Room& room, std::uint32_t seed) {
  const std::vector<float> taps = impulse_response(room, seed);
  std::vector<float> sound(played.begin(), played.end());
  if (room.bend > 0) {
    const auto limit = static_cast<float>(9000.0 / room.bend);
    for (float& sample : sound) sample = limit * std::tanh(sample / limit);
  }
  std::vector<float> echo(played.size());
  for (std::size_t k = 0; k < taps.size(); ++k) {
    if (taps[k] == 0.0F) continue;
    for (std::size_t i = k; i < echo.size(); ++i) echo[i] += taps[k] * sound[i - k];
  }
  return echo;
}

/// Seconds of: the far side alone, the near side alone, both, and the far side alone again.
struct Turns {
  double far_alone = 8;
  double near_alone = 6;
  double both = 8;
  double far_again = 6;
  double total() const { return far_alone + near_alone + both + far_again; }
};

struct Conversation {
  Turns turns;
  std::vector<std::int16_t> far;
  std::vector<std::int16_t> near;
  std::vector<std::int16_t> echo;
  std::vector<std::int16_t> microphone;
};

inline std::span<const std::int16_t> seconds(std::span<const std::int16_t> pcm, double from, double to) {
  const auto first = static_cast<std::size_t>(from * kRoomRate);
  return pcm.subspan(first, static_cast<std::size_t>(to * kRoomRate) - first);
}

inline void silence(std::span<std::int16_t> pcm, double from, double to) {
  const auto first = static_cast<std::ptrdiff_t>(from * kRoomRate);
  std::fill(pcm.begin() + first, pcm.begin() + static_cast<std::ptrdiff_t>(to * kRoomRate), std::int16_t{0});
}

inline Conversation conversation(const Room& room, std::uint32_t seed, const Turns& turns, std::vector<std::int16_t> far_talk,
                                 std::vector<std::int16_t> near_talk) {
  const auto count = static_cast<std::size_t>(turns.total() * kRoomRate);
  Conversation out{.turns = turns, .far = std::move(far_talk), .near = std::move(near_talk), .echo = {}, .microphone = {}};
  out.far.resize(count);
  out.near.resize(count);
  silence(out.far, turns.far_alone, turns.far_alone + turns.near_alone);
  silence(out.near, 0, turns.far_alone);
  silence(out.near, turns.total() - turns.far_again, turns.total());
  const std::vector<float> echo = echo_of(out.far, room, seed);
  RoomDice dice(seed + 5);
  out.echo.resize(count);
  out.microphone.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    out.echo[i] = static_cast<std::int16_t>(std::lrint(std::clamp(echo[i], -32768.0F, 32767.0F)));
    const double all = echo[i] + out.near[i] + dice.between(-room.noise_amplitude, room.noise_amplitude);
    out.microphone[i] = static_cast<std::int16_t>(std::lrint(std::clamp(all, -32768.0, 32767.0)));
  }
  return out;
}

struct EchoResult {
  /// Echo return loss enhancement while the far side talks alone, in the second half of its first turn and at the end.
  double erle_db = 0;
  double late_erle_db = 0;
  /// Change of the near side's level when it talks alone.
  double near_alone_db = 0;
  /// The share of the near side's voice (its amplitude, by projection) that is left while both talk, and the level of all that is left.
  double both_share = 0;
  double both_db = 0;
};

/// How much of `wanted` is in `heard`, which may be late by up to 30 ms.
inline double share_of(std::span<const std::int16_t> wanted, std::span<const std::int16_t> heard) {
  double best = 0;
  for (std::size_t lag = 0; lag <= 480; ++lag) {
    double product = 0;
    double energy = 0;
    for (std::size_t i = 0; i + lag < heard.size(); i += 3) {
      product += static_cast<double>(wanted[i]) * heard[i + lag];
      energy += static_cast<double>(wanted[i]) * wanted[i];
    }
    best = std::max(best, product / (energy + 1));
  }
  return best;
}

/// Every frame of the conversation through `process(far, microphone)`, which changes the microphone's frame.
inline std::vector<std::int16_t> hold(const Conversation& talk,
                                      const std::function<void(std::span<const std::int16_t>, std::span<std::int16_t>)>& process) {
  std::vector<std::int16_t> out = talk.microphone;
  for (std::size_t at = 0; at + kRoomFrame <= out.size(); at += kRoomFrame) {
    process(std::span(talk.far).subspan(at, kRoomFrame), std::span(out).subspan(at, kRoomFrame));
  }
  return out;
}

inline EchoResult judge(const Conversation& talk, std::span<const std::int16_t> heard) {
  const double near_at = talk.turns.far_alone;
  const double both_at = near_at + talk.turns.near_alone;
  const double again_at = both_at + talk.turns.both;
  const double end = talk.turns.total();
  const auto loss = [&](double from, double to) {
    return decibel(rms(seconds(talk.echo, from, to)) / (rms(seconds(heard, from, to)) + 1e-3));
  };
  EchoResult out;
  // The canceller's own delay lets the end of the last word through: half a second is left out after each change.
  out.erle_db = loss(near_at / 2, near_at);
  out.late_erle_db = loss(again_at + 0.5, end);
  const double near_from = near_at + 0.5;
  out.near_alone_db = decibel(rms(seconds(heard, near_from, both_at)) / rms(seconds(talk.near, near_from, both_at)));
  out.both_share = share_of(seconds(talk.near, both_at, again_at), seconds(heard, both_at, again_at));
  out.both_db = decibel(rms(seconds(heard, both_at, again_at)) / rms(seconds(talk.near, both_at, again_at)));
  return out;
}

}  // namespace hookswitch::test
