// G.729 where the machine has the library for it; where it has not, that is what the codec says.
#include <dlfcn.h>

#include "codec_checks.h"
#include "signals.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

bool available() {
  void* object = dlopen("libbcg729.so.0", RTLD_NOW | RTLD_LOCAL);
  return object != nullptr;
}

CodecParameters discontinuous(const char* format) {
  return {.channels = 1, .clock_rate = 8000, .discontinuous = true, .format = format};
}

std::size_t shortest_packet(Codec& codec, std::span<const std::int16_t> pcm) {
  std::size_t shortest = 1000;
  std::array<std::uint8_t, 100> packet{};
  for (; pcm.size() >= 160; pcm = pcm.subspan(160)) shortest = std::min(shortest, codec.encode(pcm.first(160), packet));
  return shortest;
}

}  // namespace

TEST("G.729 is there exactly where its library is") { CHECK((make_codec("G729") != nullptr) == available()); }

TEST("G.729 packs frames of 10 ms and carries a tone at its level") {
  if (!available()) return;
  const auto codec = make_codec("G729");
  CHECK_EQUAL(codec->frame_samples(20), 160U);
  CHECK_EQUAL(codec->frame_samples(60), 480U);
  CHECK_EQUAL(codec->frame_samples(25), 0U);
  const auto codes = encode_all(*codec, sine(400, 8000, 16000, 6000), 30);
  CHECK_EQUAL(codes.size(), 66U * 30U);
  const auto heard = decode_all(*codec, codes, 30);
  CHECK_NEAR(decibel(amplitude_at(std::span(heard).subspan(8000, 6000), 400, 8000) / 6000), 0.0, 1.5);
}

TEST("G.729 describes pauses by Annex B, but not to those who refuse it") {
  if (!available()) return;
  auto sound = voiced(120, 5, 8000, 8000);
  const auto quiet = noise(32000, 12);
  sound.insert(sound.end(), quiet.begin(), quiet.end());
  CHECK_EQUAL(shortest_packet(*make_codec("G729", discontinuous("annexb=yes")), sound), 0U);
  CHECK_EQUAL(shortest_packet(*make_codec("G729", discontinuous("")), sound), 0U);
  CHECK_EQUAL(shortest_packet(*make_codec("G729", discontinuous("annexb=no")), sound), 20U);
  CHECK_EQUAL(shortest_packet(*make_codec("G729"), sound), 20U);
}

TEST("after a silence descriptor of G.729 there is comfort noise") {
  if (!available()) return;
  const auto codec = make_codec("G729");
  std::vector<std::int16_t> pcm(800);
  decode_all(*codec, encode_all(*codec, voiced(120, 5, 8000, 1600)), 20);
  CHECK(!codec->in_pause());
  CHECK_EQUAL(codec->decode(std::array<std::uint8_t, 2>{0x45, 0x30}, pcm), 80U);
  CHECK(codec->in_pause());
  CHECK(codec->conceal(std::span(pcm).first(160)));
  // A frame and a descriptor in one packet (RFC 3551 §4.5.6).
  CHECK_EQUAL(codec->decode(random_codes(12), pcm), 160U);
  CHECK(codec->in_pause());
  CHECK_EQUAL(codec->decode(random_codes(10), pcm), 80U);
  CHECK(!codec->in_pause());
  CHECK_EQUAL(codec->decode(random_codes(7), pcm), 0U);
}

TEST("G.729 keeps within its buffers") {
  if (!available()) return;
  check_hostile_payloads("G729");
  check_small_packets("G729", discontinuous(""));
}
