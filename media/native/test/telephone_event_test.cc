// RFC 4733 on both sides.
#include <algorithm>
#include <iterator>
#include <vector>

#include "rtp/telephone_event.h"
#include "test.h"

using namespace hookswitch;

namespace {

constexpr uint32_t kStep = 160;

std::vector<EventPacket> run(EventSender& sender, int packets, uint32_t& timestamp) {
  std::vector<EventPacket> sent;
  for (int index = 0; index < packets; ++index, timestamp += kStep) {
    if (const auto packet = sender.next(timestamp, kStep, 8000)) sent.push_back(*packet);
  }
  return sent;
}

}  // namespace

TEST("an event begins with the marker, grows, and ends three times") {
  EventSender sender;
  uint32_t timestamp = 1000;
  sender.start(5, 10);
  auto sent = run(sender, 4, timestamp);
  sender.stop();
  const auto rest = run(sender, 5, timestamp);
  CHECK_EQUAL(sent.size(), size_t{4});
  CHECK_EQUAL(rest.size(), size_t{3});
  CHECK(sent[0].marker);
  CHECK(!sent[1].marker);
  for (size_t index = 0; index < 4; ++index) {
    CHECK_EQUAL(sent[index].timestamp, 1000U);
    CHECK_EQUAL(sent[index].event.duration, (index + 1) * kStep);
    CHECK(!sent[index].event.end);
  }
  for (const EventPacket& last : rest) {
    CHECK(last.event.end);
    CHECK_EQUAL(last.event.duration, 5 * kStep);
    CHECK_EQUAL(int{last.event.event}, 5);
    CHECK_EQUAL(int{last.event.volume}, 10);
  }
}

TEST("an event sounds at least 40 ms") {
  EventSender sender;
  uint32_t timestamp = 0;
  sender.start(1, 10);
  sender.stop();
  const auto sent = run(sender, 8, timestamp);
  CHECK_EQUAL(sent.size(), size_t{4});
  CHECK_EQUAL(sent.back().event.duration, 320);
}

TEST("keys pressed ahead wait their turn") {
  EventSender sender;
  uint32_t timestamp = 0;
  for (const uint8_t key : {1, 2, 3}) {
    sender.start(key, 10);
    sender.stop();
  }
  const auto sent = run(sender, 20, timestamp);
  CHECK_EQUAL(sent.size(), size_t{12});
  CHECK_EQUAL(int{sent[4].event.event}, 2);
  CHECK(sent[4].marker);
  CHECK_EQUAL(int{sent[11].event.event}, 3);
}

TEST("an event longer than the field goes on in segments and is received as one") {
  EventSender sender;
  EventReceiver receiver;
  uint32_t timestamp = 0;
  sender.start(9, 10);
  std::vector<ReceivedEvent> heard;
  const auto take = [&](const std::vector<EventPacket>& packets) {
    for (const EventPacket& packet : packets) {
      if (const auto over = receiver.receive(packet.event, packet.timestamp, timestamp / 8)) heard.push_back(*over);
    }
  };
  take(run(sender, 600, timestamp));
  sender.stop();
  take(run(sender, 6, timestamp));
  CHECK_EQUAL(heard.size(), size_t{1});
  if (!heard.empty()) CHECK_EQUAL(heard[0].duration, 601 * kStep);
}

TEST("an event is told once, at its end") {
  EventReceiver receiver;
  CHECK(!receiver.receive({3, false, 10, 160}, 5000, 0));
  CHECK(!receiver.receive({3, false, 10, 320}, 5000, 20));
  const auto over = receiver.receive({3, true, 10, 480}, 5000, 40);
  CHECK(over && over->event == 3 && over->duration == 480);
  CHECK(!receiver.receive({3, true, 10, 480}, 5000, 60));
  CHECK(!receiver.receive({3, true, 10, 480}, 5000, 80));
  CHECK(!receiver.receive({3, false, 10, 320}, 5000, 90));
  CHECK(!receiver.expire(10'000));
}

TEST("an event whose end was lost is told late, or when the next one begins") {
  EventReceiver receiver;
  receiver.receive({3, false, 10, 320}, 5000, 0);
  CHECK(!receiver.expire(100));
  const auto late = receiver.expire(150);
  CHECK(late && late->duration == 320);
  receiver.receive({4, false, 10, 320}, 9000, 200);
  const auto before = receiver.receive({4, false, 10, 160}, 20'000, 220);
  CHECK(before && before->event == 4 && before->duration == 320);
}

TEST("the segment of a long event is told full before the next one begins (RFC 4733 §2.5.1.3)") {
  EventSender sender;
  uint32_t timestamp = 1000;
  sender.start(9, 10);
  const auto sent = run(sender, 600, timestamp);
  const auto next = std::find_if(sent.begin(), sent.end(), [](const EventPacket& packet) { return packet.timestamp != 1000; });
  CHECK(next != sent.begin() && next != sent.end());
  if (next == sent.begin() || next == sent.end()) return;
  CHECK_EQUAL(std::prev(next)->event.duration, 0xffff);
  CHECK(!std::prev(next)->event.end);
  CHECK_EQUAL(next->timestamp, 1000U + 0xffff);
  CHECK(!next->marker);
  // The time that did not fit into the field is in the next segment.
  CHECK_EQUAL(next->event.duration, 411 * kStep - 0xffff);
}

TEST("events are heard after the other side's timestamps began again") {
  EventReceiver receiver;
  CHECK(receiver.receive({3, true, 10, 480}, 900'000, 0));
  const auto far = receiver.receive({4, true, 10, 480}, 5000, 3000);
  CHECK(far && far->event == 4);
  // Less far back than an event is long, but much later: no straggler either.
  const auto near = receiver.receive({5, true, 10, 480}, 2000, 6000);
  CHECK(near && near->event == 5);
  CHECK(!receiver.receive({4, true, 10, 480}, 1000, 6100));
}
