// Echo cancellers in the same rooms:  echo_bench [folder [far.wav near.wav]]
// Prints a table; into the folder go what the microphone heard and what is sent, as WAV files. Talk of its own, or that of two mono
// 16 kHz files.
#include <time.h>

#include <cstdio>
#include <string>
#include <vector>

#include "bench/webrtc_echo.h"
#include "echo/echo_canceller.h"
#include "echo_room.h"

using namespace hookswitch;
using namespace hookswitch::test;
using hookswitch::bench::EchoFrame;

namespace {

constexpr std::size_t kHeader = 44;

std::vector<std::int16_t> read_wav(const char* name) {
  std::vector<std::int16_t> pcm;
  FILE* file = std::fopen(name, "rb");
  if (file == nullptr) return pcm;
  std::fseek(file, kHeader, SEEK_SET);
  std::int16_t sample = 0;
  while (std::fread(&sample, sizeof sample, 1, file) == 1) pcm.push_back(sample);
  std::fclose(file);
  return pcm;
}

void write_wav(const std::string& name, std::span<const std::int16_t> pcm) {
  FILE* file = std::fopen(name.c_str(), "wb");
  if (file == nullptr) return;
  const auto bytes = static_cast<std::uint32_t>(pcm.size_bytes());
  const auto word = [&](std::uint32_t value, std::size_t size) { std::fwrite(&value, size, 1, file); };
  std::fwrite("RIFF", 4, 1, file);
  word(bytes + 36, 4);
  std::fwrite("WAVEfmt ", 8, 1, file);
  word(16, 4);
  word(1, 2);
  word(1, 2);
  word(kRoomRate, 4);
  word(kRoomRate * 2, 4);
  word(2, 2);
  word(16, 2);
  std::fwrite("data", 4, 1, file);
  word(bytes, 4);
  std::fwrite(pcm.data(), 1, bytes, file);
  std::fclose(file);
}

/// Of the processor, whoever else wants it.
double spent_us() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

EchoFrame ours(const EchoSettings& settings) {
  const std::shared_ptr<EchoCanceller> canceller = make_echo_canceller(settings);
  return [canceller](auto far, auto near) { canceller->process(far, near); };
}

void measure(const char* name, const EchoFrame& process, const Conversation& talk, const std::string& file) {
  if (!process) return;
  const double begin = spent_us();
  const std::vector<std::int16_t> sent = hold(talk, process);
  const double spent = spent_us() - begin;
  const EchoResult result = judge(talk, sent);
  std::printf("  %-14s ERLE %5.1f, late %5.1f dB; near alone %5.2f dB; double talk %3.0f %% (%5.2f dB); %3.0f us per 10 ms\n", name,
              result.erle_db, result.late_erle_db, result.near_alone_db, 100 * result.both_share, result.both_db,
              spent * kRoomFrame / static_cast<double>(sent.size()));
  if (!file.empty()) write_wav(file + "-" + name + ".wav", sent);
}

}  // namespace

int main(int count, char** words) {
  const std::string folder = count > 1 ? words[1] : "";
  const Turns turns;
  const std::vector<std::int16_t> far = count > 3 ? read_wav(words[2]) : talk(3, turns.total(), 120);
  const std::vector<std::int16_t> near = count > 3 ? read_wav(words[3]) : talk(80, turns.total(), 205);
  std::vector<Room> rooms;
  for (const int tail : {32, 64, 128}) {
    for (const int delay : {0, 50, 200}) rooms.push_back({.tail_ms = tail, .delay_ms = delay});
  }
  rooms.push_back({.tail_ms = 64, .delay_ms = 10, .bend = 1});
  rooms.push_back({.tail_ms = 250, .delay_ms = 10});
  for (const Room& room : rooms) {
    const Conversation talk = conversation(room, 3, turns, far, near);
    const std::string name = "tail" + std::to_string(room.tail_ms) + "-delay" + std::to_string(room.delay_ms) + (room.bend > 0 ? "-bent" : "");
    const std::string file = folder.empty() ? folder : folder + "/" + name;
    std::printf("%s\n", name.c_str());
    if (!file.empty()) write_wav(file + "-before.wav", talk.microphone);
    measure("linear", ours({.suppresses = false}), talk, file);
    measure("full", ours({}), talk, file);
    measure("half-duplex", ours({.cancels = false}), talk, file);
    measure("webrtc", bench::webrtc_echo(room.delay_ms), talk, file);
  }
}
