// What the bank of decoders does beyond decoding: codecs that change within a call, pauses, losses.
#include "jitter/decoder_bank.h"

#include "codec_checks.h"
#include "signals.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

constexpr int core_rate = 16000;

std::vector<std::uint8_t> packet_of(const char* name, int rate) {
  return encode_all(*make_codec(name), sine(1000, rate, static_cast<std::size_t>(rate) / 50, 8000));
}

}  // namespace

TEST("codecs may change from packet to packet, each gives 20 ms of the core's rate") {
  DecoderBank bank(core_rate);
  CHECK(bank.add(0, "PCMU") && bank.add(9, "G722") && bank.add(96, "L16", {.clock_rate = 16000, .format = ""}));
  CHECK(!bank.add(4, "G723"));
  std::vector<std::int16_t> out;
  out.reserve(64000);
  const auto narrow = packet_of("PCMU", 8000);
  const auto wide = packet_of("G722", 16000);
  const auto plain = packet_of("L16", 16000);
  const std::size_t before = allocations();
  for (int i = 0; i < 30; ++i) {
    const std::size_t size = out.size();
    if (i % 3 == 0) bank.decode(0, narrow, out);
    if (i % 3 == 1) bank.decode(9, wide, out);
    if (i % 3 == 2) bank.decode(96, plain, out);
    CHECK_EQUAL(out.size() - size, 320U);
  }
  const std::size_t size = out.size();
  bank.decode(77, narrow, out);
  bank.decode(0, {}, out);
  CHECK_EQUAL(out.size(), size);
  CHECK_EQUAL(allocations() - before, 0U);
  CHECK_EQUAL(bank.clock_rate(9), 8000);
  CHECK_EQUAL(bank.clock_rate(77), 0);
}

TEST("a pause lasts from its description to the next sound, and has its noise at the core's rate") {
  DecoderBank bank(core_rate);
  CHECK(bank.add(0, "PCMU") && bank.add(13, "CN"));
  std::vector<std::int16_t> out;
  CHECK(!bank.in_pause() && !bank.conceal(160, out));
  bank.decode(0, packet_of("PCMU", 8000), out);
  CHECK(!bank.in_pause());
  CHECK(!bank.conceal(160, out));
  bank.decode(13, std::array<std::uint8_t, 1>{40}, out);
  CHECK(bank.in_pause());
  out.clear();
  for (int i = 0; i < 20; ++i) CHECK(bank.conceal(160, out));
  CHECK_EQUAL(out.size(), 3200U);
  CHECK_NEAR(decibel(rms(std::span(out).subspan(800)) / 32767), -40, 1.5);
  bank.decode(0, packet_of("PCMU", 8000), out);
  CHECK(!bank.in_pause());
  bank.decode(13, std::array<std::uint8_t, 1>{40}, out);
  bank.reset();
  CHECK(!bank.in_pause() && !bank.conceal(160, out));
}

TEST("redundancy is taken only from the codec that was heard before") {
  DecoderBank bank(core_rate);
  CHECK(bank.add(0, "PCMU") && bank.add(9, "G722"));
  std::vector<std::int16_t> out;
  bank.decode(0, packet_of("PCMU", 8000), out);
  out.clear();
  CHECK(!bank.decode_redundancy(9, packet_of("G722", 16000), 320, out));
  CHECK(!bank.decode_redundancy(0, packet_of("PCMU", 8000), 320, out));
  CHECK(!bank.decode_redundancy(50, {}, 320, out));
  CHECK(out.empty());
}

TEST("L16 is in network order at 8 and 16 kHz, and keeps within its buffers") {
  const CodecParameters slow{.clock_rate = 8000, .format = ""};
  const auto codec = make_codec("L16", slow);
  CHECK_EQUAL(codec->clock_rate(), 8000);
  CHECK_EQUAL(codec->frame_samples(60), 480U);
  CHECK_EQUAL(make_codec("L16")->frame_samples(60), 0U);
  CHECK(make_codec("L16", {.clock_rate = 44100, .format = ""}) == nullptr);
  std::array<std::uint8_t, 4> bytes{};
  CHECK_EQUAL(codec->encode(std::array<std::int16_t, 2>{0x1234, -2}, bytes), 4U);
  CHECK(bytes == (std::array<std::uint8_t, 4>{0x12, 0x34, 0xFF, 0xFE}));
  check_hostile_payloads("L16");
  check_small_packets("L16", slow);
}
