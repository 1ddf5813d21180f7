// A turn every 50 ms while there is a file.
#include "record/file_thread.h"

#include <chrono>
#include <iterator>
#include <utility>

namespace hookswitch {

namespace {
constexpr std::chrono::milliseconds kTurn{50};

template <typename T>
void move_all(std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}
}  // namespace

bool FileThread::start() {
  return thread_.start("media-files", [this] { run(); });
}

void FileThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
  // Whatever the media thread had let go or not: it does not come back.
  move_all(new_recordings_, recordings_);
  for (const auto& recording : recordings_) recording->finish();
  recordings_.clear();
  playbacks_.clear();
}

Recording* FileThread::add(std::unique_ptr<Recording> recording) {
  Recording* const added = recording.get();
  const std::lock_guard lock(mutex_);
  new_recordings_.push_back(std::move(recording));
  changed_.notify_one();
  return added;
}

Playback* FileThread::add(std::unique_ptr<Playback> playback) {
  Playback* const added = playback.get();
  const std::lock_guard lock(mutex_);
  new_playbacks_.push_back(std::move(playback));
  changed_.notify_one();
  return added;
}

bool FileThread::work() {
  std::erase_if(recordings_, [this](const auto& recording) {
    FileEnd end;
    if (!recording->write(end)) return false;
    answers_.push(FileEnded{recording->id(), true, std::move(end)});
    return true;
  });
  std::erase_if(playbacks_, [this](const auto& playback) {
    FileEnd end;
    if (!playback->read(end)) return false;
    answers_.push(FileEnded{playback->id(), false, std::move(end)});
    return true;
  });
  return !recordings_.empty() || !playbacks_.empty();
}

void FileThread::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    move_all(new_recordings_, recordings_);
    move_all(new_playbacks_, playbacks_);
    lock.unlock();
    const bool busy = work();
    lock.lock();
    if (stopping_ || !new_recordings_.empty() || !new_playbacks_.empty()) continue;
    if (busy) {
      changed_.wait_for(lock, kTurn);
    } else {
      changed_.wait(lock);
    }
  }
}

}  // namespace hookswitch
