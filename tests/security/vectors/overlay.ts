/** Mails that try to draw over the desk around their frame (reliability.md T4). */
const FAKE = 'background:#f00;color:#fff;font-size:40px';

export const OVERLAY_VECTORS: readonly string[] = [
  `<div style="position:fixed;inset:0;z-index:2147483647;${FAKE}">Send</div>`,
  `<div style="position:fixed;top:-500px;left:-900px;width:5000px;height:5000px;z-index:2147483647;${FAKE}">Send</div>`,
  `<div style="position:absolute;top:-2000px;left:-2000px;width:9000px;height:9000px;${FAKE}">Send</div>`,
  `<div style="margin:-900px;padding:2000px;${FAKE}">Send</div>`,
  `<div style="transform:translate(-600px,-500px) scale(20);${FAKE}">Send</div>`,
  `<div style="width:100vw;height:100vh;position:sticky;top:-900px;zoom:5;${FAKE}">Send</div>`,
  `<div style="box-shadow:0 0 0 9000px #f00;outline:9000px solid #f00;${FAKE}">Send</div>`,
  `<div style="font-size:10000px;color:#f00">Send</div>`,
  `<dialog open style="position:fixed;inset:-900px;${FAKE}">Send</dialog>`,
  `<div popover=manual id=p style="position:fixed;inset:-900px;${FAKE}">Send</div><button popovertarget=p autofocus>x</button>`,
  `<div style="filter:drop-shadow(-600px -300px 0 #f00);backdrop-filter:invert(1);${FAKE}">Send</div>`,
  `<div style="clip-path:none;overflow:visible;contain:none;float:left;margin-left:-3000px;width:9000px;${FAKE}">Send</div>`,
  `<style>html,body{position:fixed;top:-900px;left:-900px;width:9000px;height:9000px;overflow:visible;background:#f00}</style>Send`,
  `<style>:root{background:#f00;outline:900px solid #f00;transform:scale(9)}</style>Send`,
  `<style>::backdrop{background:#f00}::-webkit-scrollbar{width:900px;background:#f00}body{height:9000px}</style>Send`,
  `<svg style="position:fixed;overflow:visible;inset:0"><rect x=-2000 y=-2000 width=9000 height=9000 fill=red /></svg>`,
  `<video controls autoplay style="position:fixed;inset:-900px;${FAKE}"></video><p style="${FAKE};position:fixed;inset:-9px">Send`,
  `<iframe style="position:fixed;inset:-900px;width:9000px;height:9000px;border:900px solid red" srcdoc="Send"></iframe>`,
  `<select autofocus size=1 style="position:fixed;${FAKE}"><option>Send<option>Send</select>`,
  `<p title="Send Send Send" style="cursor:none;${FAKE};width:9000px;height:9000px">Send</p>`,
];
