// What became of each packet, told in order.
#include "rtp/packet_fates.h"

#include <cstdint>
#include <string>

#include "test.h"

using namespace hookswitch;

namespace {

/// p, l and d in the order in which they are told.
class Diary final : public PacketFateSink {
 public:
  void decided(PacketFate fate) override { told += fate == PacketFate::played ? 'p' : fate == PacketFate::lost ? 'l' : 'd'; }
  std::string told;
};

}  // namespace

TEST("lost, late and played packets are told in the order of their numbers") {
  Diary diary;
  PacketFates fates(&diary);
  fates.start(100);
  for (const uint32_t sequence : {100U, 101U, 104U, 103U, 105U, 108U}) CHECK(fates.arrived(sequence));
  fates.discard(103);
  CHECK_EQUAL(diary.told, std::string());
  fates.finish();
  CHECK_EQUAL(diary.told, std::string("ppldppllp"));
  CHECK_EQUAL(fates.out_of_order(), 1);
  CHECK_EQUAL(fates.duplicates(), 0);
}

TEST("duplicates are counted and told once") {
  Diary diary;
  PacketFates fates(&diary);
  fates.start(7);
  CHECK(fates.arrived(7));
  CHECK(!fates.arrived(7));
  CHECK(fates.arrived(9));
  CHECK(fates.arrived(8));
  CHECK(!fates.arrived(8));
  CHECK(!fates.arrived(9));
  fates.finish();
  CHECK_EQUAL(diary.told, std::string("ppp"));
  CHECK_EQUAL(fates.duplicates(), 3);
}

TEST("a number is decided when no packet could come in time any more") {
  Diary diary;
  PacketFates fates(&diary);
  fates.start(0xffff'fff0);  // wraps on the way
  for (uint32_t index = 0; index < 1000; ++index) {
    if (index % 10 != 3) fates.arrived(0xffff'fff0 + index);
  }
  CHECK(diary.told.size() > 800);
  CHECK_EQUAL(diary.told.substr(0, 10), std::string("ppplpppppp"));
  // Far too late: decided as lost, and stays so.
  CHECK(fates.arrived(0xffff'fff0 + 3));
  fates.finish();
  CHECK_EQUAL(diary.told.size(), size_t{1000});
  CHECK_EQUAL(diary.told.substr(0, 10), std::string("ppplpppppp"));
}

TEST("a gap of thousands is that many losses, and a new start is none") {
  Diary diary;
  PacketFates fates(&diary);
  fates.start(5);
  fates.arrived(5);
  fates.arrived(5 + 2999);
  fates.start(60'000);
  fates.arrived(60'000);
  fates.finish();
  CHECK_EQUAL(diary.told, "p" + std::string(2998, 'l') + "pp");
}
