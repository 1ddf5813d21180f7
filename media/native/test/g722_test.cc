// G.722: the codes and the sound that the ITU's Software Tool Library gives, as checksums, and what is heard of it.
#include "codec_checks.h"
#include "signals.h"

using namespace hookswitch;
using namespace hookswitch::test;

TEST("G.722 encodes and decodes what the ITU's library does, bit by bit") {
  const auto codec = make_codec("G722");
  const auto pcm = torture(64000);
  const auto codes = encode_all(*codec, pcm);
  CHECK_EQUAL(codes.size(), 32000U);
  CHECK_EQUAL(crc32(codes), 0x48273A36U);
  CHECK_EQUAL(crc32(little_endian(decode_all(*codec, codes, 160))), 0x73E9E84EU);
  CHECK_EQUAL(crc32(little_endian(decode_all(*make_codec("g722"), random_codes(32000), 80))), 0xECAAC711U);
}

TEST("G.722 begins as the ITU's library does") {
  const auto codec = make_codec("G722");
  std::array<std::uint8_t, 8> codes{};
  CHECK_EQUAL(codec->encode(std::array<std::int16_t, 16>{}, codes), 8U);
  for (const std::uint8_t code : codes) CHECK_EQUAL(unsigned{code}, 0xFAU);
}

TEST("G.722 has an RTP clock of 8000 for 16,000 samples a second") {
  const auto codec = make_codec("G722");
  CHECK_EQUAL(codec->clock_rate(), 8000);
  CHECK_EQUAL(codec->sample_rate(), 16000);
  CHECK_EQUAL(codec->frame_samples(20), 320U);
  CHECK_EQUAL(codec->frame_samples(-10), 0U);
}

TEST("G.722 carries 7 kHz at its level") {
  for (const double hz : {100.0, 1000.0, 3000.0, 5000.0, 6500.0}) {
    const auto codec = make_codec("G722");
    const auto heard = decode_all(*codec, encode_all(*codec, sine(hz, 16000, 16000, 8000)), 160);
    CHECK_NEAR(decibel(amplitude_at(std::span(heard).subspan(8000), hz, 16000) / 8000), 0.0, 0.5);
  }
}

TEST("G.722's decoder begins again when it is told to") {
  const auto codec = make_codec("G722");
  const auto codes = random_codes(320);
  const auto first = decode_all(*codec, codes, 160);
  codec->reset_decoder();
  CHECK(decode_all(*codec, codes, 160) == first);
}

TEST("G.722 keeps within its buffers") {
  check_hostile_payloads("G722");
  check_small_packets("G722");
}
