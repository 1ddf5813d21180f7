// Files: what is written, what may be read, and what a bad one does.
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "record/playback.h"
#include "record/recording.h"
#include "record/wav_reader.h"
#include "record/wav_writer.h"
#include "signals.h"
#include "test.h"

using namespace hookswitch;
using namespace hookswitch::test;

namespace {

class Folder {
 public:
  Folder() {
    char name[] = "/tmp/hookswitch-record-XXXXXX";
    path_ = mkdtemp(name);
  }
  ~Folder() {
    for (const std::string& file : files_) unlink(file.c_str());
    rmdir(path_.c_str());
  }
  std::string file(const char* name) {
    files_.push_back(path_ + "/" + name);
    return files_.back();
  }

 private:
  std::string path_;
  std::vector<std::string> files_;
};

std::vector<int16_t> read_all(WavReader& reader) {
  std::vector<int16_t> all;
  for (;;) {
    const auto& some = reader.read(1000);
    if (some.empty()) return all;
    all.insert(all.end(), some.begin(), some.end());
  }
}

void write_bytes(const std::string& file, const std::string& bytes) {
  std::FILE* out = std::fopen(file.c_str(), "wb");
  std::fwrite(bytes.data(), 1, bytes.size(), out);
  std::fclose(out);
}

/// Ticks until the file thread's part says that it is over.
FileEnd record(Recording& recording, int ticks, const std::vector<int16_t>& ours, const std::vector<int16_t>& theirs) {
  FileEnd end;
  for (int tick = 0; tick < ticks; ++tick) {
    if (!recording.take(ours, theirs)) break;
    if (tick % 5 == 0) recording.write(end);
  }
  recording.let_go();
  CHECK(recording.write(end));
  return end;
}

}  // namespace

TEST("record: both sides on two channels, ours left, come back as their mean") {
  Folder folder;
  const std::string file = folder.file("call.wav");
  const auto ours = noise(kTickSamples, 3000, 1);
  const auto theirs = noise(kTickSamples, 3000, 2);
  Recording recording({1, file, RecordingLayout::stereo, 60'000, 0});
  const FileEnd end = record(recording, 50, ours, theirs);
  CHECK(end.reason == FileEndReason::stopped);
  CHECK_EQUAL(end.duration_ms, 500);
  CHECK_EQUAL(end.bytes, 44 + 500 * 16 * 4);
  struct stat status {};
  CHECK_EQUAL(stat(file.c_str(), &status), 0);
  CHECK_EQUAL(static_cast<int64_t>(status.st_size), end.bytes);
  CHECK_EQUAL(static_cast<int>(status.st_mode & 0777), 0600);
  WavReader reader;
  std::string error;
  CHECK(reader.open(file, error));
  CHECK_EQUAL(reader.rate(), 16'000);
  const auto all = read_all(reader);
  CHECK_EQUAL(all.size(), size_t{8000});
  for (size_t at = 0; at < all.size(); ++at) CHECK_EQUAL(int{all[at]}, (ours[at % 160] + theirs[at % 160]) / 2);
}

TEST("record: the longest time, a full disk and a file that is there already end it with a reason") {
  Folder folder;
  const std::vector<int16_t> quiet(kTickSamples);
  const std::string file = folder.file("one.wav");
  Recording limited({1, file, RecordingLayout::mixed, 200, 0});
  const FileEnd limit = record(limited, 100, quiet, quiet);
  CHECK(limit.reason == FileEndReason::limit);
  CHECK_EQUAL(limit.duration_ms, 200);

  Recording again({2, file, RecordingLayout::mixed, 200, 0});
  const FileEnd there = record(again, 100, quiet, quiet);
  CHECK(there.reason == FileEndReason::failed);
  CHECK(!there.failure.empty());

  // More must stay free than there is.
  Recording full({3, folder.file("two.wav"), RecordingLayout::mixed, 60'000, int64_t{1} << 60});
  const FileEnd disk = record(full, 400, quiet, quiet);
  CHECK(disk.reason == FileEndReason::disk_full);
  CHECK(disk.duration_ms > 0);
  CHECK(disk.duration_ms < 2000);
}

TEST("record: a disk that stalls costs the recording sound, not the phone its tick") {
  const std::vector<int16_t> quiet(kTickSamples);
  Folder folder;
  Recording recording({1, folder.file("one.wav"), RecordingLayout::microphone, 60'000, 0});
  for (int tick = 0; tick < 800; ++tick) CHECK(recording.take(quiet, quiet));
  recording.let_go();
  FileEnd end;
  CHECK(recording.write(end));
  CHECK_EQUAL(end.duration_ms, 5000);
}

TEST("record: a file is heard at the core's rate, whole, and once") {
  Folder folder;
  const std::string file = folder.file("tone.wav");
  WavWriter writer;
  CHECK(writer.open(file, 8000, 1, 0));
  CHECK(writer.write(sine(1000, 8000, 4000, 8000)));
  writer.close();
  Playback playback(1, file);
  std::vector<int16_t> heard;
  FileEnd end;
  bool over = false;
  for (int turn = 0; turn < 400 && !over; ++turn) {
    CHECK(!playback.read(end));
    const auto pcm = playback.pull(over);
    heard.insert(heard.end(), pcm.begin(), pcm.end());
  }
  CHECK(over);
  playback.let_go();
  CHECK(playback.read(end));
  CHECK(end.reason == FileEndReason::stopped);
  CHECK_EQUAL(heard.size(), size_t{8000});
  CHECK_NEAR(amplitude_at(std::span(heard).subspan(1600, 4800), 1000, 16'000), 8000, 80);
}

TEST("record: what is no WAV file of ours is refused in words, whatever it claims") {
  Folder folder;
  const std::string file = folder.file("bad.wav");
  const std::string riff = std::string("RIFF\x24\0\0\0WAVE", 12);
  const std::string format("fmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0", 24);
  std::string wide = format;
  wide[10] = 9;  // channels
  std::string fast = format;
  fast[14] = 0x7f;  // rate
  for (const std::string& bytes :
       {std::string(), std::string("RIFF"), riff, riff + format, riff + std::string("data\4\0\0\0abcd", 12), riff + wide,
        riff + fast + std::string("data\4\0\0\0abcd", 12), riff + std::string("LIST\xff\xff\xff\xff", 8),
        riff + std::string("fmt \x0f\0\0\0", 8) + std::string(15, '\1')}) {
    write_bytes(file, bytes);
    WavReader reader;
    std::string error;
    CHECK(!reader.open(file, error));
    CHECK(!error.empty());
  }
  // A length that the file does not have.
  write_bytes(file, riff + format + std::string("data\xff\xff\xff\x7f", 8) + "abcde");
  WavReader reader;
  std::string error;
  CHECK(reader.open(file, error));
  CHECK_EQUAL(read_all(reader).size(), size_t{2});
  Playback missing(1, folder.file("none.wav"));
  FileEnd end;
  missing.read(end);
  bool over = false;
  CHECK(missing.pull(over).empty());
  CHECK(over);
  missing.let_go();
  CHECK(missing.read(end));
  CHECK(end.reason == FileEndReason::failed);
  WavReader folder_reader;
  CHECK(!folder_reader.open("/tmp", error));
}

TEST("record: a write that fails half-way leaves a file that is whole up to there") {
  Folder folder;
  const std::string file = folder.file("cut.wav");
  rlimit before{};
  CHECK_EQUAL(getrlimit(RLIMIT_FSIZE, &before), 0);
  // Not at the end of a sample, nor of a pair of them.
  const rlimit small{30'003, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  CHECK_EQUAL(setrlimit(RLIMIT_FSIZE, &small), 0);
  Recording recording({1, file, RecordingLayout::stereo, 60'000, 0});
  const FileEnd end = record(recording, 400, noise(kTickSamples, 3000, 1), noise(kTickSamples, 3000, 2));
  CHECK_EQUAL(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  CHECK(end.reason == FileEndReason::disk_full);
  CHECK_EQUAL(end.bytes, 44 + (30'003 - 44) / 4 * 4);
  WavReader reader;
  std::string error;
  CHECK(reader.open(file, error));
  CHECK_EQUAL(static_cast<int64_t>(read_all(reader).size()), (end.bytes - 44) / 4);
}

TEST("record: whatever is in a file, reading it ends, and gives no more than there is") {
  Folder folder;
  const std::string file = folder.file("any.wav");
  WavWriter writer;
  CHECK(writer.open(file, 8000, 2, 0));
  CHECK(writer.write(noise(400, 3000)));
  writer.close();
  std::string good;
  std::FILE* in = std::fopen(file.c_str(), "rb");
  for (int byte = std::fgetc(in); byte != EOF; byte = std::fgetc(in)) good.push_back(static_cast<char>(byte));
  std::fclose(in);
  uint32_t seed = 1;
  const auto chance = [&seed](uint32_t below) {
    seed = seed * 1664525U + 1013904223U;
    return (seed >> 8) % below;
  };
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = good.substr(0, chance(3) == 0 ? chance(static_cast<uint32_t>(good.size())) : good.size());
    for (uint32_t change = chance(4); change > 0 && !bytes.empty(); --change) {
      bytes[chance(std::min<uint32_t>(60, static_cast<uint32_t>(bytes.size())))] = static_cast<char>(chance(256));
    }
    write_bytes(file, bytes);
    WavReader reader;
    std::string error;
    if (reader.open(file, error)) CHECK(read_all(reader).size() <= bytes.size() / 2);
  }
}
