async function limit(n, tasks) {
  const results = [];
  let next = 0;
  async function worker() {
    while (next < tasks.length) {
      const i = next++;               // take i, and count on
      results[i] = await tasks[i]();
    }
  }
  await Promise.all(Array.from({ length: n }, worker));
  return results;
}

let now=0;const log=[];let running=0,most=0;
const job=(ms,v)=>async()=>{running++;most=Math.max(most,running);await new Promise(r=>setTimeout(r,ms));running--;return v};
const t=Date.now();const r=await limit(2,[job(300,'a'),job(200,'b'),job(200,'c')]);console.log(r,most,Math.round((Date.now()-t)/100)*100);
try{await limit(2,[job(50,'a'),async()=>{throw new Error('x')},job(10,'c')])}catch(e){console.log('caught',e.message)}
