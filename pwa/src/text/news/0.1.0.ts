/** What an officer notices after this update, in at most four short lines. */
export const news = {
  zh: [
    "事项可以按拼音首字母搜索,任务在“今日”里",
    "可以录音、拍短视频、画箭头,发群前遮挡人脸和车牌",
    "夜间配色和更大的字,在“我的”里选",
    "从相册分享照片到巡证,长按图标直接采集",
  ],
  en: [
    "Find items by pinyin initials; tasks stand on “Today”",
    "Voice notes, short films, arrows; hide faces and plates before sharing",
    "Night colours and larger letters, under “Me”",
    "Share photos from the album to this app; press its icon long to capture at once",
  ],
} as const;
