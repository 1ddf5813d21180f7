// What every codec is asked, and how checksums of its output are made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "codec/codec.h"
#include "test.h"

namespace hookswitch::test {

/// IEEE.
inline std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
  }
  return ~crc;
}

inline std::vector<std::uint8_t> little_endian(std::span<const std::int16_t> pcm) {
  std::vector<std::uint8_t> bytes;
  for (const std::int16_t sample : pcm) {
    bytes.push_back(static_cast<std::uint8_t>(sample & 0xFF));
    bytes.push_back(static_cast<std::uint8_t>((sample >> 8) & 0xFF));
  }
  return bytes;
}

/// A generator of numbers that is the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : state_(seed) {}
  std::uint32_t next() {
    state_ = state_ * 1664525U + 1013904223U;
    return state_ >> 16;
  }
  std::uint8_t byte() { return static_cast<std::uint8_t>(next()); }

 private:
  std::uint32_t state_;
};

/// Square waves and noise of all levels in bursts, whole numbers only: what makes adaptive predictors saturate.
inline std::vector<std::int16_t> torture(std::size_t count) {
  Dice dice(7);
  std::vector<std::int16_t> pcm;
  while (pcm.size() < count) {
    constexpr std::array<int, 6> levels = {0, 1, 9, 200, 4000, 32767};
    const int level = levels[dice.next() % levels.size()];
    const std::size_t half_period = 1 + dice.next() % 32;
    const bool noisy = dice.next() % 3 == 0;
    const std::size_t length = 20 + dice.next() % 600;
    for (std::size_t i = 0; i < length && pcm.size() < count; ++i) {
      const int square = i / half_period % 2 == 0 ? level : -level - 1;
      pcm.push_back(static_cast<std::int16_t>(noisy ? static_cast<int>(dice.next() % 65536) * square / 65536 : square));
    }
  }
  return pcm;
}

inline std::vector<std::uint8_t> random_codes(std::size_t count, std::uint32_t seed = 11) {
  Dice dice(seed);
  std::vector<std::uint8_t> codes(count);
  for (std::uint8_t& code : codes) code = dice.byte();
  return codes;
}

/// All packets of a signal in a row.
inline std::vector<std::uint8_t> encode_all(Codec& codec, std::span<const std::int16_t> pcm, int packet_ms = 20) {
  const std::size_t frame = codec.frame_samples(packet_ms);
  std::vector<std::uint8_t> all;
  std::array<std::uint8_t, 4000> packet{};
  for (; pcm.size() >= frame; pcm = pcm.subspan(frame)) {
    const std::size_t size = codec.encode(pcm.first(frame), packet);
    all.insert(all.end(), packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(size));
  }
  return all;
}

inline std::vector<std::int16_t> decode_all(Codec& codec, std::span<const std::uint8_t> payload, std::size_t packet_bytes) {
  std::vector<std::int16_t> all;
  std::vector<std::int16_t> pcm(5760);
  while (!payload.empty()) {
    const std::size_t size = std::min(packet_bytes, payload.size());
    const std::size_t samples = codec.decode(payload.first(size), pcm);
    all.insert(all.end(), pcm.begin(), pcm.begin() + static_cast<std::ptrdiff_t>(samples));
    payload = payload.subspan(size);
  }
  return all;
}

/// Calls of operator new by this program so far.
std::size_t allocations();

/// Any bytes of any length into buffers of any size: nothing is written beyond them and nothing is allocated.
inline void check_hostile_payloads(std::string_view name, const CodecParameters& parameters = {}) {
  const auto codec = make_codec(name, parameters);
  CHECK(codec != nullptr);
  if (!codec) return;
  Dice dice(3);
  const auto bytes = random_codes(1500);
  constexpr std::int16_t guard = 0x5AA5;
  std::vector<std::int16_t> pcm(5761);
  std::size_t overruns = 0;
  const std::size_t before = allocations();
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    const std::size_t from = length == 0 ? 0 : dice.next() % (bytes.size() - length + 1);
    const std::size_t room = length % 3 == 0 ? dice.next() % 700 : 5760;
    pcm[room] = guard;
    const auto payload = std::span(bytes).subspan(from, length);
    const auto out = std::span(pcm).first(room);
    if (codec->decode(payload, out) > room || pcm[room] != guard) ++overruns;
    const std::size_t gap = std::min<std::size_t>(room, static_cast<std::size_t>(codec->sample_rate()) / 50);
    pcm[gap] = guard;
    codec->decode_redundancy(payload, std::span(pcm).first(gap));
    if (pcm[gap] != guard) ++overruns;
    if (length % 7 == 0) codec->conceal(std::span(pcm).first(static_cast<std::size_t>(codec->sample_rate()) / 100));
  }
  CHECK_EQUAL(allocations() - before, 0U);
  CHECK_EQUAL(overruns, 0U);
}

/// Encoding never writes beyond the packet, whatever the room, and never allocates.
inline void check_small_packets(std::string_view name, const CodecParameters& parameters = {}) {
  const auto codec = make_codec(name, parameters);
  CHECK(codec != nullptr);
  if (!codec) return;
  const auto pcm = torture(codec->frame_samples(60));
  std::vector<std::uint8_t> packet(2000);
  const std::size_t before = allocations();
  for (std::size_t room = 0; room < 400; ++room) {
    packet[room] = 0xA5;
    const std::size_t size = codec->encode(std::span(pcm).first(codec->frame_samples(20)), std::span(packet).first(room));
    CHECK(size <= room && packet[room] == 0xA5);
  }
  CHECK_EQUAL(allocations() - before, 0U);
}

}  // namespace hookswitch::test
