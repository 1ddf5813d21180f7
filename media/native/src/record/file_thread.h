// Writes recordings and reads what is played, away from the media thread, which only takes from memory and puts there.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/command_queue.h"
#include "engine/thread.h"
#include "record/playback.h"
#include "record/recording.h"

namespace hookswitch {

class FileThread {
 public:
  /// How each file ended goes there.
  explicit FileThread(CommandQueue& answers) : answers_(answers) {}
  ~FileThread() { stop(); }

  bool start();
  /// After the media thread: what it has taken reaches the disk.
  void stop();

  /// By the control thread; the media thread uses it until it lets go.
  Recording* add(std::unique_ptr<Recording> recording);
  Playback* add(std::unique_ptr<Playback> playback);

 private:
  void run();
  /// False: nothing is left to look after.
  bool work();

  CommandQueue& answers_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Recording>> new_recordings_;
  std::vector<std::unique_ptr<Playback>> new_playbacks_;
  bool stopping_ = false;
  // The thread's own.
  std::vector<std::unique_ptr<Recording>> recordings_;
  std::vector<std::unique_ptr<Playback>> playbacks_;
  Thread thread_;
};

}  // namespace hookswitch
